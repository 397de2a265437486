import { mkdir, open, opendir, readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { OBJECT_NAME, ObjectMissing, type ObjectStore } from '../object-store.ts'
import { absent } from './absent.ts'
import { syncFolder } from './durable-write.ts'
import { openToWrite, STREAM_BYTES, writeFlagsFor, writeStream } from './write-stream.ts'

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

  const flags = await writeFlagsFor(folder)

  // The last digits of a UUIDv7 are random, the first are the time.
  const shardOf = (name: string) => join(folder, name.slice(-2))
  const pathOf = (name: string) => {
    if (!OBJECT_NAME.test(name)) throw new ObjectMissing(name)
    return join(shardOf(name), name)
  }

  /** Makes empty files, whose names stay after a crash. A sync of their folder serves all that are in it. */
  const prepare = async (names: readonly string[]) => {
    const folders = [...new Set(names.map(shardOf))]
    const made = await Promise.all(folders.map((shard) => mkdir(shard, { recursive: true, mode: 0o700 })))
    if (made.some(Boolean)) await syncFolder(folder)
    await Promise.all(names.map(async (name) => (await open(pathOf(name), 'wx', 0o600)).close()))
    await Promise.all(folders.map(syncFolder))
  }

  return {
    kind: 'disk',
    bufferBytes: STREAM_BYTES,

    prepare,

    async put(name, body, signal) {
      const path = pathOf(name)
      const fd = await openToWrite(path, flags).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        await prepare([name])
        return openToWrite(path, flags)
      })
      try {
        return await writeStream(fd, body, signal)
      } catch (error) {
        await rm(path, { force: true })
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
