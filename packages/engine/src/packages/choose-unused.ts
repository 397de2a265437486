import type { CachedFolder } from './folder-cache.ts'

interface Used extends CachedFolder {
  usedAt: number
}

interface Keep {
  maxBytes: number
  inUse(folder: Used): boolean
  /** Keep everything used after this time. */
  young: number
}

/** Chooses folders to remove, least recently used first, until the rest fits into `maxBytes`. */
export function chooseUnused(folders: readonly Used[], { maxBytes, inUse, young }: Keep): Used[] {
  const byName = new Map(folders.map((folder) => [folder.name, folder]))
  const usedAt = new Map<string, number>()
  // A shared folder counts as used when the last folder that shares it was.
  const lift = ({ name, parts }: Used, at: number): void => {
    if (at <= (usedAt.get(name) ?? -Infinity)) return
    usedAt.set(name, at)
    for (const part of parts) if (byName.has(part)) lift(byName.get(part)!, at)
  }
  const needed = new Set<string>()
  const need = ({ name, parts }: Used): void => {
    if (needed.has(name)) return
    needed.add(name)
    for (const part of parts) if (byName.has(part)) need(byName.get(part)!)
  }
  for (const folder of folders) {
    lift(folder, folder.usedAt)
    if (folder.usedAt > young || inUse(folder)) need(folder)
  }
  let left = folders.reduce((sum, { bytes }) => sum + bytes, 0)
  const chosen: Used[] = []
  for (const folder of folders.toSorted((a, b) => usedAt.get(a.name)! - usedAt.get(b.name)!)) {
    if (left <= maxBytes) break
    if (needed.has(folder.name)) continue
    chosen.push(folder)
    left -= folder.bytes
  }
  return chosen
}
