import type { FolderCache } from './folder-cache.ts'

/** What was just prepared may not be in an instance's hands yet. */
const MIN_AGE_MS = 10 * 60_000

/** See Packages.sweep(). @returns the paths removed */
export async function sweepFolders(
  cache: FolderCache,
  { maxBytes, inUse, now }: { maxBytes: number; inUse(folder: string): boolean; now: number },
): Promise<Set<string>> {
  const folders = await cache.list()
  const byName = new Map(folders.map((folder) => [folder.name, folder]))
  // What several share was used when the last of them was.
  const lift = (name: string, usedAt: number): void => {
    const folder = byName.get(name)
    if (folder === undefined) return
    folder.usedAt = Math.max(folder.usedAt, usedAt)
    for (const part of folder.parts) lift(part, folder.usedAt)
  }
  for (const { name, usedAt } of folders) lift(name, usedAt)
  folders.sort((a, b) => a.usedAt - b.usedAt)

  const needed = new Set<string>()
  const need = (name: string): void => {
    if (needed.has(name)) return
    needed.add(name)
    for (const part of byName.get(name)?.parts ?? []) need(part)
  }
  let total = folders.reduce((sum, { bytes }) => sum + bytes, 0)
  const young = now - MIN_AGE_MS
  for (const { name, path, usedAt } of folders) if (usedAt > young || inUse(path)) need(name)

  const gone = new Set<string>()
  for (const folder of folders) {
    if (total <= maxBytes) break
    if (needed.has(folder.name)) continue
    await cache.remove(folder.name)
    gone.add(folder.path)
    total -= folder.bytes
  }
  return gone
}
