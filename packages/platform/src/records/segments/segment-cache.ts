import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobMissing, type BlobStore } from '@alcove/storage'
import type { Log } from '../../kernel/log.ts'

/** Finds the files of segments on this machine. */
export interface SegmentCache {
  /** Null when the segment is no longer there, or cannot be read. */
  fileOf(hash: string): Promise<string | null>
}

const MOST_BYTES = 2 * 2 ** 30
const HASH = /^[0-9a-f]{64}$/

/** Reads blobs where they lie; those of another machine are copied to `folder`, the least used ones removed. */
export function openSegmentCache({ blobs, folder, log }: { blobs: BlobStore; folder: string; log: Log }): SegmentCache {
  const fetching = new Map<string, Promise<string>>()

  async function copy(hash: string): Promise<string> {
    const path = join(folder, hash)
    const now = new Date()
    // A use makes it young. Absent: fetch it.
    const isHere = await utimes(path, now, now).then(
      () => true,
      () => false,
    )
    if (isHere) return path
    const bytes = await blobs.get(hash)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const temp = `${path}.${process.pid}`
    await writeFile(temp, bytes, { mode: 0o600 })
    await rename(temp, path)
    await makeRoom(hash)
    return path
  }

  /** A search that has a removed file open can still read it. */
  async function makeRoom(keep: string): Promise<void> {
    const names = (await readdir(folder)).filter((name) => HASH.test(name) && name !== keep)
    const found = await Promise.all(
      names.map(async (name) => ({ name, ...(await stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }))) })),
    )
    let bytes = found.reduce((sum, { size }) => sum + size, 0)
    for (const { name, size } of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes <= MOST_BYTES) break
      // oxlint-disable-next-line no-await-in-loop -- the oldest first
      await rm(join(folder, name), { force: true })
      bytes -= size
    }
  }

  return {
    async fileOf(hash) {
      try {
        const inPlace = await blobs.fileOf(hash)
        if (inPlace !== null) return inPlace
        let copying = fetching.get(hash)
        if (copying === undefined) {
          copying = copy(hash).finally(() => fetching.delete(hash))
          fetching.set(hash, copying)
        }
        return await copying
      } catch (error) {
        const level = error instanceof BlobMissing ? 'warn' : 'error'
        log({ level, message: 'Cannot read a segment of log lines', segment: hash, error })
        return null
      }
    },
  }
}
