import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, opendir, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BlobDamaged, BlobMissing, type BlobStore } from '../blob-store.ts'
import { absent } from './absent.ts'
import { syncFolder, writeDurably } from './durable-write.ts'
import { MARK } from './folder-mark.ts'
import { sweepAbandoned } from './sweep-abandoned.ts'

const HASH = /^[0-9a-f]{64}$/
const isBlob = (shard: string, name: string) => HASH.test(name) && name.startsWith(shard)
/** Bytes hashed in one go: half a millisecond. */
const PIECE = 2 ** 20

/** Blobs as files `ab/abcdef…` under `folder`. A file gets its final name by a rename, whole. Several servers may share it. */
export async function openDiskBlobs(folder: string): Promise<BlobStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await sweepAbandoned(incoming)

  const shardOf = (hash: string) => join(folder, hash.slice(0, 2))
  const pathOf = (hash: string) => {
    // Never join unchecked text into a path, even though hashes come from our own tables.
    if (!HASH.test(hash)) throw new BlobMissing(hash)
    return join(shardOf(hash), hash)
  }
  const shards = async () => (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))
  const stateOf: BlobStore['check'] = async (hash) => {
    if (!HASH.test(hash)) return 'missing'
    return hashOf(pathOf(hash)).then((found) => (found === hash ? 'whole' : 'damaged'), absent('missing' as const))
  }

  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(hash)
      if ((await stateOf(hash)) === 'whole' && (await refreshed(path))) return hash
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
      const content = await contentOf(pathOf(hash)).catch(absent(null))
      if (content === null) throw new BlobMissing(hash)
      if (content.hash !== hash) throw new BlobDamaged(hash)
      return content.bytes
    },

    async fileOf(hash) {
      const path = pathOf(hash)
      if (!(await stat(path).then(() => true, absent(false)))) throw new BlobMissing(hash)
      return path
    },

    async has(hash) {
      return HASH.test(hash) && (await stat(pathOf(hash)).then(() => true, absent(false)))
    },

    check: stateOf,

    async delete(hash) {
      if (HASH.test(hash)) await unlink(pathOf(hash)).catch(absent(undefined))
    },

    async *list() {
      for (const shard of await shards()) {
        for await (const { name } of await opendir(join(folder, shard))) {
          if (!isBlob(shard, name)) continue
          const found = await stat(join(folder, shard, name)).catch(absent(null))
          if (found) yield { hash: name, writtenAt: found.mtimeMs, bytes: found.size }
        }
      }
    },

    async *strays() {
      const ours = new Set([...(await shards()), basename(incoming), MARK])
      for (const name of await readdir(folder)) if (!ours.has(name)) yield join(folder, name)
      for (const shard of await shards()) {
        for await (const { name } of await opendir(join(folder, shard)))
          if (!isBlob(shard, name)) yield join(folder, shard, name)
      }
    },
  }
}

/** SHA-256 of a file; null when the disk cannot read it. */
async function hashOf(path: string): Promise<string | null> {
  const piece = Buffer.allocUnsafeSlow(PIECE)
  return readInPieces(path, () => piece)
}

async function contentOf(path: string): Promise<{ bytes: Buffer<ArrayBuffer>; hash: string | null }> {
  let bytes = Buffer.alloc(0)
  const hash = await readInPieces(path, (at, size) => {
    if (at === 0) bytes = Buffer.allocUnsafeSlow(size)
    return bytes.subarray(at, at + PIECE)
  })
  return { bytes, hash }
}

/** Hashes a file a piece at a time: a large one must not keep the event loop. */
async function readInPieces(path: string, into: (at: number, size: number) => Buffer): Promise<string | null> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const hash = createHash('sha256')
  for (let at = 0; at < size;) {
    const piece = into(at, size)
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    const bytesRead = await file.read(piece, 0, piece.length, at).then((read) => read.bytesRead, unreadable)
    if (bytesRead === null) return null
    if (bytesRead === 0) break
    hash.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
  return hash.digest('hex')
}

/** A bad sector counts as damage, so that the next save replaces the blob instead of failing too. */
function unreadable(error: NodeJS.ErrnoException): null {
  if (error.code === 'EIO') return null
  throw error
}

/** Marks an existing blob as just written, so that a sweep by age spares it. False if there is none. */
async function refreshed(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(() => true, absent(false))
}
