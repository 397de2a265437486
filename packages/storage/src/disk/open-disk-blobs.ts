import { createHash, randomUUID } from 'node:crypto'
import { mkdir, opendir, readFile, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { BlobMissing, type BlobStore } from '../blob-store.ts'
import { syncFolder, writeDurably } from './durable-write.ts'

const HASH = /^[0-9a-f]{64}$/

/** Blobs as files `ab/abcdef…` under `folder`. A file with its final name is whole: it got there by a rename. */
export async function openDiskBlobs(folder: string): Promise<BlobStore> {
  const incoming = join(folder, 'incoming')
  // What a crash left half-written has no name yet and nobody waits for it.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true, mode: 0o700 })

  const shardOf = (hash: string) => join(folder, hash.slice(0, 2))
  const pathOf = (hash: string) => {
    // Never join unchecked text into a path, even though hashes come from our own tables.
    if (!HASH.test(hash)) throw new BlobMissing(hash)
    return join(shardOf(hash), hash)
  }

  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(hash)
      if (await refreshed(path)) return hash
      if (await mkdir(shardOf(hash), { recursive: true, mode: 0o700 })) await syncFolder(folder)
      const temp = join(incoming, randomUUID())
      try {
        await writeDurably(temp, bytes)
        await rename(temp, path)
      } catch (error) {
        await rm(temp, { force: true })
        throw error
      }
      await syncFolder(shardOf(hash))
      return hash
    },

    async get(hash) {
      const path = pathOf(hash)
      try {
        return await readFile(path)
      } catch (error) {
        throw isMissing(error) ? new BlobMissing(hash) : error
      }
    },

    async has(hash) {
      return HASH.test(hash) && (await stat(pathOf(hash)).then(() => true, absent(false)))
    },

    async delete(hash) {
      if (HASH.test(hash)) await unlink(pathOf(hash)).catch(absent(undefined))
    },

    async *list() {
      for (const shard of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shard)) continue
        for await (const entry of await opendir(join(folder, shard))) {
          const found = await stat(join(folder, shard, entry.name)).catch(absent(null))
          if (found) yield { hash: entry.name, writtenAt: found.mtimeMs, bytes: found.size }
        }
      }
    },
  }
}

/** Marks an existing blob as just written, so that a sweep by age spares it. False if there is none. */
async function refreshed(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(() => true, absent(false))
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

/** Turns "no such file" into `value` and lets every other error through. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value
    throw error
  }
}
