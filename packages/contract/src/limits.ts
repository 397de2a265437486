/** Limits that apply everywhere, in bytes unless the name says otherwise. 1 MB is 2^20 bytes. */
export const MB = 1024 * 1024

/** This much memory comes with one core, other sizes in proportion. */
const MB_PER_CORE = 256
const MIN_CORES = 0.5

/** The CPU limit of a configuration, in cores. */
export function coresOf({ memoryMb, cpus }: { memoryMb: number; cpus: number | null }): number {
  return cpus ?? Math.max(MIN_CORES, memoryMb / MB_PER_CORE)
}

export const LIMITS = {
  /** Request body of an invocation or function URL, counted on the wire. */
  requestBytes: 6 * MB,
  /** A function's whole response, buffered or streamed. */
  responseBytes: 20 * MB,
  /** Maximum nesting of JSON from outside. */
  eventDepth: 100,
  /** Maximum number of values (objects, arrays, strings, numbers …) in an event. */
  eventValues: 1_000_000,
  /** A price, budget or spend cap. Millionths of it are counted, which stay whole numbers up to nine times as much. */
  money: 1_000_000_000,
  /** JSON body of any other API request, such as a draft, and the number of values in it. */
  apiBodyBytes: 8 * MB,
  apiBodyValues: 100_000,
  /** Body of a request to sign in or out, which anyone may send. */
  signInBytes: 16 * 1024,
  /** Body of a request to a route that reads none: this much is skipped, more is refused. */
  ignoredBodyBytes: 64 * 1024,
  /** A compressed zip upload. */
  packageBytes: 50 * MB,
  /** The same after inflation, and its number of files. */
  packageUnpackedBytes: 250 * MB,
  packageFiles: 10_000,
  /** Maximum inflation of a file in a zip. Small files are exempt, since they may be all zeros. */
  inflationRatio: 200,
  ratioFreeBytes: 1 * MB,
  /** How long replaced states of a draft are kept, and how many bytes of one function's; the oldest go first. */
  draftHistoryDays: 30,
  draftHistoryBytes: 1024 * MB,
  /** How many changed files a save of the history names. */
  draftChangeFiles: 50,
  /** How many open editors of one draft are shown, and for how long after the last sign of life. */
  draftEditors: 50,
  draftEditorSeconds: 10,
  /** Files of a draft sent as text or base64: size of each, number, and total size. */
  shownFileBytes: 512 * 1024,
  shownFiles: 1_000,
  shownBytes: 4 * MB,
  /** Recorded part of an invocation's input and of its output. More is cut and marked. */
  recordedPayloadBytes: 64 * 1024,
  /** Log text recorded per invocation, per line, and number of lines. More is cut and marked. */
  logBytes: 1 * MB,
  logLineBytes: 32 * 1024,
  logLines: 10_000,
  /** Days for which a space may keep records of a kind. */
  retentionDays: { min: 1, max: 1100 },
  memoryMb: { min: 64, max: 4096, default: 256 },
  timeoutSeconds: { min: 1, max: 900, default: 30 },
  tmpMb: { min: 16, max: 1024, default: 64 },
  cpus: { min: 0.1, max: 16 },
  /** Instances of one revision, and concurrent calls per instance. */
  instances: 1000,
  concurrency: 1000,
  layers: 5,
  /** Routes of a space. */
  routes: 10_000,
  /** Host names of the routes of a space. */
  hosts: 100,
  /** An OpenAPI file to import. */
  openApiBytes: 8 * MB,
  /** A JSON Schema of a route as text. */
  schemaBytes: 64 * 1024,
  /** Recorded log text of a build. */
  buildLogBytes: 1 * MB,
  /** Build output: compressed size and number of files. */
  buildBytes: 100 * MB,
  buildFiles: 50_000,
  /** Type declarations of packages that an editor gets. */
  typeBytes: 4 * MB,
  typeFiles: 3_000,
  /** Storage of a space at /mnt/space, in MiB. `ceiling`: what a space's admins may set by default. */
  storageMb: { min: 16, max: 1024 * 1024, default: 1024, ceiling: 10 * 1024 },
  /** Functions that call each other: depth, and total calls caused by one call from outside. */
  hops: 16,
  lineage: { calls: 1_000, inFlight: 100 },
  /** Objects in buckets. The default quota of a space; only administrators give it more. */
  objectBytes: 5 * 1024 * MB,
  objectKeyBytes: 1024,
  objectMetadataBytes: 2 * 1024,
  /** Each is a header, and some clients take no more than 100, such as Python's. */
  objectMetadataNames: 64,
  objectStorageMb: { min: 16, max: 1024 * 1024 * 1024, default: 50 * 1024 },
  /** Objects of a folder that is downloaded as a zip: the zip's directory is kept in memory. */
  zippedObjects: 10_000,
  uploadParts: 10_000,
  uploadHours: 24,
  /** Longest life of a link to an object: 7 days, as with S3. */
  linkSeconds: 7 * 86_400,
  /** Links of one maker to one bucket that have not expired. */
  linksPerMaker: 10_000,
  environmentVariables: 100,
  environmentBytes: 32 * 1024,
} as const
