/** Caps in force everywhere. Bytes unless the name says otherwise; 1 MB = 2^20 bytes. */
export const MB = 1024 * 1024

/** This much memory comes with one core; more or less of it with more or less of the other. */
const MB_PER_CORE = 256
const MIN_CORES = 0.5

/** The processor share of a configuration, in cores. */
export function coresOf({ memoryMb, cpus }: { memoryMb: number; cpus: number | null }): number {
  return cpus ?? Math.max(MIN_CORES, memoryMb / MB_PER_CORE)
}

export const LIMITS = {
  /** Request body of an invocation or function URL, counted on the wire. */
  requestBytes: 6 * MB,
  /** A function's whole response, buffered or streamed. */
  responseBytes: 20 * MB,
  /** How deep JSON from outside may be nested. */
  eventDepth: 100,
  /** How many values (objects, arrays, strings, numbers …) one event may hold. */
  eventValues: 1_000_000,
  /** JSON body of any other API request (a draft among them), and how many values it may hold. */
  apiBodyBytes: 8 * MB,
  apiBodyValues: 100_000,
  /** Body of a request to sign in or out: anyone may send one. */
  signInBytes: 16 * 1024,
  /** Body of a request to a route that reads none: this much is skipped, more is refused. */
  ignoredBodyBytes: 64 * 1024,
  /** A zip upload, compressed. */
  packageBytes: 50 * MB,
  /** The same after inflation, and in files. */
  packageUnpackedBytes: 250 * MB,
  packageFiles: 10_000,
  /** A file of a zip may become so many times as large as it is packed; a small one may be all zeros. */
  inflationRatio: 200,
  ratioFreeBytes: 1 * MB,
  /** Of a draft, what is sent as text or base64: files up to this size, so many of them, and together this much. */
  shownFileBytes: 512 * 1024,
  shownFiles: 1_000,
  shownBytes: 4 * MB,
  /** What is kept of an invocation's input and of its output; more is cut and marked. */
  recordedPayloadBytes: 64 * 1024,
  /** Log text kept per invocation, per line and in lines; more is cut and marked. */
  logBytes: 1 * MB,
  logLineBytes: 32 * 1024,
  logLines: 10_000,
  memoryMb: { min: 64, max: 4096, default: 256 },
  timeoutSeconds: { min: 1, max: 900, default: 30 },
  tmpMb: { min: 16, max: 1024, default: 64 },
  cpus: { min: 0.1, max: 16 },
  /** Instances of one revision, and calls that one of them works on at a time. */
  instances: 1000,
  concurrency: 1000,
  layers: 5,
  /** Log text kept of a build. */
  buildLogBytes: 1 * MB,
  /** What a build makes: compressed, and in files. */
  buildBytes: 100 * MB,
  buildFiles: 50_000,
  /** Storage of a space at /mnt/space, in MiB. `ceiling`: what its own admins may set, unless the installation says otherwise. */
  storageMb: { min: 16, max: 1024 * 1024, default: 1024, ceiling: 10 * 1024 },
  /** Functions that call one another: how deep, and how many calls one call from outside may cause. */
  hops: 16,
  lineage: { calls: 1_000, inFlight: 100 },
  environmentVariables: 100,
  environmentBytes: 32 * 1024,
} as const
