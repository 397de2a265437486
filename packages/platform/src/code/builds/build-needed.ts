import { createHash } from 'node:crypto'
import { INSTALL_FIELDS, type BuildKind, type Egress, type Runtime } from '@alcove/contract'
import type { Contents } from '../packages/contents.ts'

export interface NeededBuild {
  kind: BuildKind
  /** Hash of all inputs: equal inputs are built once, also across spaces. */
  key: string
  /** Paths of the input files. The build sees these and no others. */
  inputs: string[]
}

/** What decides the outcome besides the code. */
interface Surroundings {
  /** Hashes of the layers in order: classes compile against their jars. */
  layers: readonly string[]
  /** What installers can reach. */
  egress: Egress
  /** The space requires isolation: it must not run what was built without. */
  requireIsolation: boolean
}

/** Increase this when a build does something else with the same files. */
const FORMAT = 3
/** A PEP 508 requirement without URL and spaces: a name, optionally with extras, versions and a marker. */
const PLAIN_REQUIREMENT = /^([A-Za-z0-9][\w.-]*)(\[[\w.,-]*\])?(\(?[<>=!~][\w.,<>=!~*+()-]*)?(;.*)?$/
const LOCAL_DEPENDENCY = /^(file:|\.|\/|~\/)/
const BESIDE_PACKAGE_JSON = ['package-lock.json', 'npm-shrinkwrap.json', '.npmrc']

/** Whether this code must be built before it can run, and everything that decides the outcome. */
export async function buildNeeded(
  code: Contents,
  runtime: Runtime,
  { layers, egress, requireIsolation }: Surroundings,
): Promise<NeededBuild | null> {
  const build = await partsOf(code, runtime, layers, egress)
  if (build === null) return null
  const { kind, inputs, parts } = build
  const key = createHash('sha256')
    .update(JSON.stringify([FORMAT, kind, requireIsolation, parts]))
    .digest('hex')
  return { kind, key, inputs }
}

interface Parts extends Omit<NeededBuild, 'key'> {
  /** Everything that decides the outcome. */
  parts: unknown[]
}

function partsOf(
  code: Contents,
  runtime: Runtime,
  layers: readonly string[],
  egress: Egress,
): Promise<Parts | null> | null {
  switch (runtime) {
    case 'nodejs22':
    case 'nodejs24':
    case 'nodejs26':
      return npmBuild(code, egress)
    case 'python3':
      return pipBuild(code, egress)
    case 'java17':
      return javacBuild(code, layers)
    case 'custom':
      return null
  }
}

async function npmBuild(code: Contents, egress: Egress): Promise<Parts | null> {
  const text = await textOf(code, 'package.json')
  if (text === null) return null
  for (const path of code.paths()) if (path.startsWith('node_modules/')) return null
  const manifest = parsed(text)
  // An unreadable manifest: let npm explain what is wrong with it.
  if (manifest === null) return { kind: 'npm', inputs: ['package.json'], parts: [text] }
  const wanted = { ...recordOf(manifest['dependencies']), ...recordOf(manifest['optionalDependencies']) }
  if (Object.keys(wanted).length === 0) return null
  const local = Object.values({ ...wanted, ...recordOf(manifest['devDependencies']) }).some(
    (from) => typeof from === 'string' && LOCAL_DEPENDENCY.test(from),
  )
  // With a dependency inside the package, any file may be part of it.
  const others = pathsIn(code, (path) => local || BESIDE_PACKAGE_JSON.includes(path)).filter(
    (path) => path !== 'package.json',
  )
  // The build reads only these fields of package.json.
  const deciding = INSTALL_FIELDS.map((field) => manifest[field] ?? null)
  return {
    kind: 'npm',
    inputs: ['package.json', ...others],
    parts: [deciding, await digests(code, others), reachOf(egress)],
  }
}

async function pipBuild(code: Contents, egress: Egress): Promise<Parts | null> {
  const text = await textOf(code, 'requirements.txt')
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*/, '').trim())
  if (lines.every((line) => line === '')) return null
  // `-r other.txt`, `./package`, `name @ file:…`: any file may be part of it, unless every line names something in an
  // index.
  const local = lines.some((line) => {
    const [, name] = PLAIN_REQUIREMENT.exec(line.replaceAll(/\s+/g, '')) ?? []
    return line !== '' && (name === undefined || code.has(name))
  })
  // Hash the text as it is: pip has its own rules for lines and comments.
  const inputs = pathsIn(code, (path) => local || path === 'requirements.txt' || isWheel(path))
  return { kind: 'pip', inputs, parts: [await digests(code, inputs), reachOf(egress)] }
}

async function javacBuild(code: Contents, layers: readonly string[]): Promise<Parts | null> {
  const inputs = pathsIn(code, (path) => /\.(java|jar|class)$/.test(path))
  if (!inputs.some((path) => path.endsWith('.java'))) return null
  return { kind: 'javac', inputs, parts: [await digests(code, inputs), layers] }
}

/**
 * Spaces can reach different servers, so what installs in one may be unavailable, or answered by another server, in the
 * next.
 */
function reachOf({ mode, allow }: Egress): unknown {
  return mode === 'allow' ? [...new Set(allow)].toSorted() : mode
}

function isWheel(path: string): boolean {
  return path.startsWith('wheels/') && path.endsWith('.whl')
}

function pathsIn(code: Contents, wanted: (path: string) => boolean): string[] {
  return [...code.paths()].filter(wanted).toSorted()
}

async function digests(code: Contents, paths: readonly string[]): Promise<[path: string, hash: string][]> {
  const found: [string, string][] = []
  for (const path of paths) {
    const content = await code.read(path)
    found.push([path, createHash('sha256').update(content).digest('hex')])
  }
  return found
}

async function textOf(code: Contents, path: string): Promise<string | null> {
  // Drops the byte order mark that editors on Windows write, as npm and Node.js do.
  return code.has(path) ? new TextDecoder().decode(await code.read(path)) : null
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? recordOf(value) : null
  } catch {
    return null
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
