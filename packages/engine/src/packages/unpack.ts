import { createWriteStream, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openZip, ZipError, type ZipFile, type ZipLimits } from '@alcove/archive'
import { PACKAGE } from './archive-limits.ts'
import { PackageError } from '../package-error.ts'

/** Larger files are streamed. */
const STREAM_FROM_BYTES = 8 * 1024 * 1024
/** Smaller files are written synchronously, in batches: handing over to another thread would take longer. */
const SMALL_BYTES = 32 * 1024
const AT_A_TIME = 20
/** Larger files written at a time. */
const PARALLEL = 8

export interface Unpacked {
  files: string[]
  bytes: number
}

/**
 * Writes the files of an untrusted zip into the empty folder `folder`. Nothing is written before every entry has been
 * checked.
 * @throws {PackageError}
 */
export async function unpack(zip: Buffer, folder: string, limits: ZipLimits = PACKAGE): Promise<Unpacked> {
  try {
    const files = [...(await openZip(zip, limits)).values()]
    for (const path of new Set(files.map(({ path }) => dirname(path)))) {
      await mkdir(join(folder, path), { recursive: true, mode: 0o755 })
    }
    await writeAll(files, folder)
    return { files: files.map(({ path }) => path), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  } catch (error) {
    throw error instanceof ZipError ? new PackageError(error.message) : error
  }
}

async function writeAll(files: readonly ZipFile[], folder: string): Promise<void> {
  let next = 0
  let small = 0
  const workers = Array.from({ length: PARALLEL }, async () => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      const wasSmall = await write(file, folder)
      if (wasSmall && ++small % AT_A_TIME === 0) await setImmediate()
    }
  })
  await Promise.all(workers).finally(() => (next = files.length))
}

/** @returns whether the file was small, and therefore written synchronously */
async function write(file: ZipFile, folder: string): Promise<boolean> {
  const target = join(folder, file.path)
  const mode = modeOf(file)
  if (file.bytes >= STREAM_FROM_BYTES) {
    await file.writeTo(createWriteStream(target, { flags: 'wx', mode }))
    return false
  }
  const content = await file.content()
  const small = content.length <= SMALL_BYTES
  if (small) writeFileSync(target, content, { flag: 'wx', mode })
  else await writeFile(target, content, { flag: 'wx', mode })
  return small
}

/**
 * Readable by all and writable by the owner only. Executables stay executable. A `bootstrap` at the top is always
 * executable, because a file written in an editor has no mode.
 */
function modeOf({ path, executable }: ZipFile): number {
  return executable || path === 'bootstrap' ? 0o755 : 0o644
}
