import { randomUUID } from 'node:crypto'
import { mkdir, open, opendir, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { OBJECT_NAME, ObjectMissing, type ObjectStore } from '../object-store.ts'
import { absent } from './absent.ts'
import { syncFolder } from './durable-write.ts'
import { sweepAbandoned } from './sweep-abandoned.ts'
import { STREAM_BYTES, writeStream } from './write-stream.ts'

/** Bytes that a stream reads ahead. */
const READ_AHEAD = 256 * 1024

/** Objects as files `ef/…ef` under `folder`. A file gets its final name by a rename, whole. Several servers may share it. */
export async function openDiskObjects(folder: string): Promise<ObjectStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await sweepAbandoned(incoming)

  // The last digits of a UUIDv7 are random, the first are the time.
  const shardOf = (name: string) => join(folder, name.slice(-2))
  const made = new Set<string>()
  const makeShard = async (shard: string) => {
    if (made.has(shard)) return
    if (await mkdir(shard, { recursive: true, mode: 0o700 })) await syncFolder(folder)
    made.add(shard)
  }
  const pathOf = (name: string) => {
    if (!OBJECT_NAME.test(name)) throw new ObjectMissing(name)
    return join(shardOf(name), name)
  }

  return {
    kind: 'disk',
    bufferBytes: STREAM_BYTES,

    async put(name, body, signal) {
      const path = pathOf(name)
      const temp = join(incoming, randomUUID())
      try {
        const bytes = await writeStream(temp, body, signal)
        await makeShard(shardOf(name))
        await rename(temp, path)
        await syncFolder(shardOf(name))
        return bytes
      } catch (error) {
        await rm(temp, { force: true })
        throw error
      }
    },

    async get(name, range) {
      const file = await open(pathOf(name), 'r').catch(absent(null))
      if (file === null) throw new ObjectMissing(name)
      return file.createReadStream({ ...range, highWaterMark: READ_AHEAD })
    },

    async delete(name) {
      if (OBJECT_NAME.test(name)) await unlink(pathOf(name)).catch(absent(undefined))
    },

    async *list() {
      for (const shard of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shard)) continue
        for await (const { name } of await opendir(join(folder, shard))) {
          if (!OBJECT_NAME.test(name)) continue
          const found = await stat(join(folder, shard, name)).catch(absent(null))
          if (found) yield { name, bytes: found.size }
        }
      }
    },
  }
}
