import type { Entry } from 'yauzl'
import { checkPath, quote, tooManyFiles, type ZipLimits } from './checks.ts'
import { ZipError } from './zip-error.ts'

/** As many as Linux follows. */
const MAX_HOPS = 40

interface Place {
  path: string
  /** Links that led there. */
  hops: number
}

/**
 * Replaces each symbolic link by copies of what it points to, so that nothing that unpacks the archive meets a link. Copies
 * count towards the limits as files do.
 * @param entries all entries of the archive, which passed `checkEntries`: so no entry lies in a link
 * @param targets what each link says, by its name
 * @returns the entries that are files, by path, in the order of the archive
 * @throws {ZipError} for a link that leads nowhere, out of the archive or in a circle
 */
export function followLinks(
  entries: readonly Entry[],
  targets: ReadonlyMap<string, string>,
  limits: ZipLimits,
): Map<string, Entry> {
  const byName = new Map(entries.map((entry) => [entry.fileName, entry]))
  const names = [...byName.keys()].toSorted()
  const places = new Map<string, Place>()
  const files = new Map<string, Entry>()
  let copies = 0

  const placeOf = (link: string, depth = 1): Place => {
    const known = places.get(link)
    if (known) return known
    const target = targets.get(link)!
    const refused = (why: string) => new ZipError(`${quote(link)} is a symbolic link to ${quote(target)}, ${why}`)
    const outside = () => refused('which is outside of the archive')
    if (depth > MAX_HOPS) throw refused('which leads in a circle or through too many links')
    if (target.startsWith('/')) throw outside()
    let path = parentOf(link)
    let hops = 1
    for (const part of target.split('/')) {
      if (part === '' || part === '.') continue
      if (part === '..') {
        if (path === '') throw outside()
        path = parentOf(path)
        continue
      }
      path = path === '' ? part : `${path}/${part}`
      if (!targets.has(path)) continue
      const next = placeOf(path, depth + 1)
      path = next.path
      hops += next.hops
      if (hops > MAX_HOPS) throw refused('which leads in a circle or through too many links')
    }
    const exists = path === '' || byName.has(path) || names[firstIn(path, names)]?.startsWith(`${path}/`)
    if (!exists) throw refused('which is not in the archive')
    const place = { path, hops }
    places.set(link, place)
    return place
  }

  const copy = (name: string, to: string, within: readonly string[]) => {
    // Folders and links count too: links to folders of links could go on for ever without a single file.
    if (within.length > 0 && ++copies > limits.files) throw tooManyFiles(limits)
    if (name.endsWith('/')) return
    checkPath(to, limits)
    const from = targets.has(name) ? placeOf(name).path : name
    const file = byName.get(from)
    if (file) {
      files.set(to, file)
      if (files.size > limits.files) throw tooManyFiles(limits)
      return
    }
    if (within.includes(name)) {
      throw new ZipError(
        `${quote(name)} is a symbolic link to ${quote(targets.get(name)!)}, which leads in a circle or through too many links`,
      )
    }
    const start = from === '' ? 0 : from.length + 1
    for (let at = firstIn(from, names); at < names.length; at++) {
      const inside = names[at]!
      if (from !== '' && !inside.startsWith(`${from}/`)) break
      if (inside.length > start) copy(inside, `${to}/${inside.slice(start)}`, [...within, name])
    }
  }
  for (const name of byName.keys()) copy(name, name, [])
  return files
}

const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Where what is in `folder` begins among the sorted names. */
function firstIn(folder: string, names: readonly string[]): number {
  const prefix = folder === '' ? '' : `${folder}/`
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (names[middle]! < prefix) low = middle + 1
    else high = middle
  }
  return low
}
