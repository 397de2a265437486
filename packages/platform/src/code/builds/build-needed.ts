import { createHash } from 'node:crypto'
import { INSTALL_FIELDS, type BuildKind, type Egress, type Runtime } from '@alcove/contract'
import type { Contents } from '../packages/contents.ts'

export interface NeededBuild {
  kind: BuildKind
  /** Hash of all that goes in: equal ones are built once, for whichever space. */
  key: string
  /** Paths of the files that go in: the build is shown these and no others. */
  inputs: string[]
}

/** What decides the outcome besides the code. */
interface Surroundings {
  /** Hashes of the layers in their order: classes compile against their jars. */
  layers: readonly string[]
  /** What installers can reach. */
  egress: Egress
  /** The space demands isolation: what plain processes built is not for it. */
  requireIsolation: boolean
}

/** Bump when what a build does with the same files changes. */
const FORMAT = 3
/** PEP 508 without a URL and without its blanks: a name, perhaps with extras, versions and a marker. */
const PLAIN_REQUIREMENT = /^([A-Za-z0-9][\w.-]*)(\[[\w.,-]*\])?(\(?[<>=!~][\w.,<>=!~*+()-]*)?(;.*)?$/
const LOCAL_DEPENDENCY = /^(file:|\.|\/|~\/)/
const BESIDE_PACKAGE_JSON = ['package-lock.json', 'npm-shrinkwrap.json', '.npmrc']

/** Whether this code must be built before it runs, and what decides the outcome. */
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
  /** All that decides the outcome. */
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
  // What cannot be read may be half typed; npm says what is wrong with it.
  if (manifest === null) return { kind: 'npm', inputs: ['package.json'], parts: [text] }
  const wanted = { ...recordOf(manifest['dependencies']), ...recordOf(manifest['optionalDependencies']) }
  if (Object.keys(wanted).length === 0) return null
  const local = Object.values({ ...wanted, ...recordOf(manifest['devDependencies']) }).some(
    (from) => typeof from === 'string' && LOCAL_DEPENDENCY.test(from),
  )
  // A dependency that lies in the package: any file may be part of it.
  const others = pathsIn(code, (path) => local || BESIDE_PACKAGE_JSON.includes(path)).filter(
    (path) => path !== 'package.json',
  )
  // The build takes nothing else of it.
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
  // `-r other.txt`, `./package`, `name @ file:…`: unless a line names what an index has, any file may be part of it.
  const local = lines.some((line) => {
    const [, name] = PLAIN_REQUIREMENT.exec(line.replaceAll(/\s+/g, '')) ?? []
    return line !== '' && (name === undefined || code.has(name))
  })
  // The text as it is: pip has its own idea of lines and remarks.
  const inputs = pathsIn(code, (path) => local || path === 'requirements.txt' || isWheel(path))
  return { kind: 'pip', inputs, parts: [await digests(code, inputs), reachOf(egress)] }
}

async function javacBuild(code: Contents, layers: readonly string[]): Promise<Parts | null> {
  const inputs = pathsIn(code, (path) => /\.(java|jar|class)$/.test(path))
  if (!inputs.some((path) => path.endsWith('.java'))) return null
  return { kind: 'javac', inputs, parts: [await digests(code, inputs), layers] }
}

/** Code that one space can fetch may be out of reach in another, and so may the server that answers for it. */
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
  return code.has(path) ? Buffer.from(await code.read(path)).toString('utf8') : null
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
