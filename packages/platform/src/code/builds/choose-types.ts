import { LIMITS, type BuildTypes } from '@alcove/contract'

interface File {
  bytes: number
  content(): Promise<Buffer>
}

/** A longer package.json is not read. */
const MANIFEST_BYTES = 256 * 1024
const DECLARATION = /\.d\.[cm]?ts$/
/** The package and the rest of the path; what packages have installed for themselves does not match. */
const PLACE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/((?:(?!node_modules\/)[^/]+\/)*[^/]+)$/

/**
 * Chooses the declarations of packages, of the types that stand for them and of what they need in turn. A package whose
 * declarations do not fit is left out whole, since half of them would be wrong.
 * @param wanted names to begin with; undefined for all at the top
 */
export async function chooseTypes(
  files: ReadonlyMap<string, File>,
  wanted?: readonly string[],
  limits: { bytes: number; files: number } = { bytes: LIMITS.typeBytes, files: LIMITS.typeFiles },
): Promise<BuildTypes> {
  const packages = packagesOf(files)
  const queue = [...(wanted ?? packages.keys())]
  const seen = new Set<string>()
  const chosen: BuildTypes = { files: [], leftOut: [] }
  let room: number = limits.bytes
  for (const name of queue) {
    if (seen.has(name)) continue
    seen.add(name)
    // Editors have types of Node.js of their own.
    if (name === '@types/node') continue
    if (!name.startsWith('@types/')) queue.push(typesOf(name))
    const paths = packages.get(name)
    if (!paths?.some((path) => DECLARATION.test(path))) continue
    const bytes = paths.reduce((sum, path) => sum + files.get(path)!.bytes, 0)
    if (bytes > room || chosen.files.length + paths.length > limits.files) {
      chosen.leftOut.push(name)
      continue
    }
    room -= bytes
    for (const path of paths) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, to keep memory small
      const text = (await files.get(path)!.content()).toString()
      chosen.files.push({ path, text })
      if (path === `node_modules/${name}/package.json`) queue.push(...dependenciesOf(text))
    }
  }
  return chosen
}

/** The declarations of each package at the top, and its package.json. */
function packagesOf(files: ReadonlyMap<string, File>): Map<string, string[]> {
  const packages = new Map<string, string[]>()
  for (const [path, { bytes }] of files) {
    const [, name, rest] = PLACE.exec(path) ?? []
    if (name === undefined) continue
    if (rest === 'package.json' ? bytes > MANIFEST_BYTES : !DECLARATION.test(path)) continue
    const known = packages.get(name)
    if (known) known.push(path)
    else packages.set(name, [path])
  }
  return packages
}

/** `@scope/name` → `@types/scope__name`, as DefinitelyTyped names them. */
const typesOf = (name: string): string => `@types/${name.replace(/^@/, '').replace('/', '__')}`

/** Only own names of what may be anything. */
function dependenciesOf(manifest: string): string[] {
  try {
    const { dependencies, peerDependencies } = JSON.parse(manifest) as Record<string, unknown>
    return [dependencies, peerDependencies].flatMap((names) =>
      typeof names === 'object' && names !== null ? Object.keys(names) : [],
    )
  } catch {
    return []
  }
}
