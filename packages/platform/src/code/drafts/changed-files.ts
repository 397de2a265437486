import { LIMITS, type DraftChange } from '@alcove/contract'
import type { BlobStore } from '@alcove/storage'
import { type Archive, openArchive } from '../packages/archive.ts'
import { countLines } from './count-lines.ts'

/** Lines of larger files are not counted: a save waits for it. */
const COUNTED_BYTES = 256 * 1024

type ChangedFile = NonNullable<DraftChange>['files'][number]

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
    .flatMap((path): ChangedFile[] => {
      if (!before.files.has(path)) return [{ path, kind: 'added' }]
      if (!after.files.has(path)) return [{ path, kind: 'removed' }]
      return sameFile(before, after, path) ? [] : [{ path, kind: 'changed' }]
    })
  const listed = files.slice(0, LIMITS.draftChangeFiles)
  for (const file of listed) {
    // oxlint-disable-next-line no-await-in-loop -- one file in memory at a time
    const [old, now] = [await textIn(before, file.path), await textIn(after, file.path)]
    if (old !== null && now !== null) file.lines = countLines(old, now)
  }
  return {
    files: listed,
    more: Math.max(0, files.length - LIMITS.draftChangeFiles),
    restored: restored === null ? null : restored.toISOString(),
  }
}

/** By size, mode and checksum, so that no file has to be inflated. */
function sameFile(before: Archive, after: Archive, path: string): boolean {
  const [a, b] = [before.packed(path), after.packed(path)]
  return a.bytes === b.bytes && a.crc === b.crc && a.executable === b.executable
}

/** Null where the lines of a file are not counted. */
async function textIn(archive: Archive, path: string): Promise<string | null> {
  const file = archive.files.get(path)
  if (file === undefined) return ''
  if (file.bytes > COUNTED_BYTES) return null
  const content = await archive.read(path).catch(() => null)
  return content === null || content.includes(0) ? null : content.toString('utf8')
}
