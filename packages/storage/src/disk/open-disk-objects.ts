import { open as openFile } from 'node:fs'
import { mkdir, open, opendir, readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OBJECT_NAME, ObjectMissing, type ObjectStore } from '../object-store.ts'
import { absent } from './absent.ts'
import { syncFolder } from './durable-write.ts'
import { STREAM_BYTES, writeStream } from './write-stream.ts'

const openFolder = promisify(openFile)

/** Bytes that a stream reads ahead. */
const READ_AHEAD = 256 * 1024

/**
 * Objects as files `ef/…ef` under `folder`. Several servers may share it. Nobody asks for a name before its `put` has
 * resolved, so a file is written where it stays: a rename would have to be synced as well.
 */
export async function openDiskObjects(folder: string): Promise<ObjectStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Where earlier versions wrote.
  await rm(join(folder, 'incoming'), { recursive: true, force: true })

  // The last digits of a UUIDv7 are random, the first are the time.
  const shardOf = (name: string) => join(folder, name.slice(-2))
  const openShard = async (shard: string) => {
    if (await mkdir(shard, { recursive: true, mode: 0o700 })) await syncFolder(folder)
    return openFolder(shard, 'r')
  }
  /** They stay open, because each new file syncs its shard. */
  const shards = new Map<string, Promise<number>>()
  const descriptorOf = (shard: string) => {
    const known = shards.get(shard)
    if (known) return known
    const opened = openShard(shard)
    shards.set(shard, opened)
    // The next put tries again.
    opened.catch(() => shards.delete(shard))
    return opened
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
      const shard = await descriptorOf(shardOf(name))
      try {
        return await writeStream(path, { folder: shard, body, signal })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true })
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

    // A part of an object is a file under its name.
    sweepUnfinished: async () => {},

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
