import { LIMITS, type DraftChange } from '@alcove/contract'
import type { BlobStore } from '@alcove/storage'
import { type Archive, openArchive } from '../packages/archive.ts'

/** Which files differ. Null when the previous package cannot be read: the save must not fail because of it. */
export async function changedFiles(
  blobs: BlobStore,
  beforeHash: string,
  after: Archive,
  restored: Date | null,
): Promise<DraftChange> {
  const before = await blobs
    .get(beforeHash)
    .then(openArchive)
    .catch(() => null)
  if (before === null) return null
  const files = [...new Set([...before.files.keys(), ...after.files.keys()])]
    .toSorted()
    .flatMap((path): NonNullable<DraftChange>['files'] => {
      if (!before.files.has(path)) return [{ path, kind: 'added' }]
      if (!after.files.has(path)) return [{ path, kind: 'removed' }]
      return sameFile(before, after, path) ? [] : [{ path, kind: 'changed' }]
    })
  return {
    files: files.slice(0, LIMITS.draftChangeFiles),
    more: Math.max(0, files.length - LIMITS.draftChangeFiles),
    restored: restored === null ? null : restored.toISOString(),
  }
}

/** By size, mode and checksum, so that no file has to be inflated. */
function sameFile(before: Archive, after: Archive, path: string): boolean {
  const [a, b] = [before.packed(path), after.packed(path)]
  return a.bytes === b.bytes && a.crc === b.crc && a.executable === b.executable
}
