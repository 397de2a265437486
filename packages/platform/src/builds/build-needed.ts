import { createHash } from 'node:crypto'
import { INSTALL_FIELDS, type BuildKind, type Runtime } from '@alcove/contract'
import type { Contents } from '../packages/contents.ts'

export interface NeededBuild {
  kind: BuildKind
  /** Hash of all that goes in: equal ones are built once. */
  key: string
}

/** Bump when what a build does with the same files changes. */
const FORMAT = 2
/** PEP 508 without a URL and without its blanks: a name, perhaps with extras, versions and a marker. */
const PLAIN_REQUIREMENT = /^([A-Za-z0-9][\w.-]*)(\[[\w.,-]*\])?(\(?[<>=!~][\w.,<>=!~*+()-]*)?(;.*)?$/

/**
 * Whether this code must be built before it runs, and what decides the outcome.
 * @param layers hashes of the layers in their order: classes compile against their jars
 */
export async function buildNeeded(
  code: Contents,
  runtime: Runtime,
  layers: readonly string[],
): Promise<NeededBuild | null> {
  switch (runtime) {
    case 'nodejs22':
    case 'nodejs24':
    case 'nodejs26':
      return npmBuild(code)
    case 'python3':
      return pipBuild(code)
    case 'java17':
      return javacBuild(code, layers)
    case 'custom':
      return null
  }
}

async function npmBuild(code: Contents): Promise<NeededBuild | null> {
  const text = await textOf(code, 'package.json')
  if (text === null) return null
  for (const path of code.paths()) if (path.startsWith('node_modules/')) return null
  const manifest = parsed(text)
  // What cannot be read may be half typed; npm says what is wrong with it.
  if (manifest === null) return { kind: 'npm', key: keyOf('npm', [text]) }
  const wanted = { ...recordOf(manifest['dependencies']), ...recordOf(manifest['optionalDependencies']) }
  if (Object.keys(wanted).length === 0) return null
  const local = Object.values({ ...wanted, ...recordOf(manifest['devDependencies']) }).some(
    (from) => typeof from === 'string' && /^(file:|\.|\/|~\/)/.test(from),
  )
  const parts: unknown[] = [
    INSTALL_FIELDS.map((field) => manifest[field] ?? null),
    ...(await Promise.all(['package-lock.json', 'npm-shrinkwrap.json', '.npmrc'].map((path) => textOf(code, path)))),
    // A dependency that lies in the package: any file may be part of it.
    local ? await digests(code, () => true) : null,
  ]
  return { kind: 'npm', key: keyOf('npm', parts) }
}

async function pipBuild(code: Contents): Promise<NeededBuild | null> {
  const text = await textOf(code, 'requirements.txt')
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*/, '').trim())
  if (lines.every((line) => line === '')) return null
  // `-r other.txt`, `./package`, `name @ file:…`: unless a line names what an index has, any file may be part of it.
  const local = lines.some((line) => {
    const [, name] = PLAIN_REQUIREMENT.exec(line.replaceAll(/\s+/g, '')) ?? []
    return line !== '' && (name === undefined || code.has(name))
  })
  const parts = [lines, await digests(code, (path) => local || (path.startsWith('wheels/') && path.endsWith('.whl')))]
  return { kind: 'pip', key: keyOf('pip', parts) }
}

async function javacBuild(code: Contents, layers: readonly string[]): Promise<NeededBuild | null> {
  const sources = await digests(code, (path) => path.endsWith('.java'))
  if (sources.length === 0) return null
  const classPath = await digests(code, (path) => path.endsWith('.jar') || path.endsWith('.class'))
  return { kind: 'javac', key: keyOf('javac', [sources, classPath, layers]) }
}

function keyOf(kind: BuildKind, parts: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, kind, parts]))
    .digest('hex')
}

/** Path and hash of those files, sorted. */
async function digests(code: Contents, wanted: (path: string) => boolean): Promise<[path: string, hash: string][]> {
  const paths = [...code.paths()].filter(wanted).sort()
  const found: [string, string][] = []
  for (const path of paths)
    found.push([
      path,
      createHash('sha256')
        .update(await code.read(path))
        .digest('hex'),
    ])
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
