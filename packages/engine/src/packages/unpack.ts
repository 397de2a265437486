import { createWriteStream, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { LIMITS } from '@alcove/contract'
import { fromBufferPromise, type Entry } from 'yauzl'
import { PACKAGE, type ArchiveLimits } from './archive-limits.ts'
import { inflateEntry } from './inflate-entry.ts'
import { PackageError } from '../package-error.ts'

const MAX_PATH_BYTES = 1024
const MAX_SEGMENT_BYTES = 255
/** Larger files are streamed. */
const STREAM_FROM_BYTES = 8 * 1024 * 1024
/** Smaller files are written synchronously, in batches: handing over to another thread would take longer. */
const SMALL_BYTES = 32 * 1024
const AT_A_TIME = 20
/** Larger files written at a time. */
const PARALLEL = 8

const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000

interface Total {
  bytes: number
  small: number
}

export interface Unpacked {
  files: string[]
  bytes: number
}

/**
 * Writes the files of a zip into the empty folder `folder`. The archive is hostile: nothing is written before every
 * entry has been checked, and limits apply to the inflated bytes, not to what the archive claims.
 * @throws {PackageError}
 */
export async function unpack(zip: Buffer, folder: string, limits: ArchiveLimits = PACKAGE): Promise<Unpacked> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    (error: Error) => {
      throw new PackageError(`${limits.name} is not a zip archive: ${error.message}`)
    },
  )
  try {
    const files = checkEntries(await readEntries(archive, limits), limits)
    // Each byte of the archive may belong to one file only. Files that overlap would each have to be inflated.
    const packed = files.reduce((sum, { entry }) => sum + entry.compressedSize, 0)
    if (packed > zip.length) throw new PackageError(`${limits.name} is not a valid zip archive: its files overlap`)
    for (const path of new Set(files.map(({ path }) => dirname(path)))) {
      await mkdir(join(folder, path), { recursive: true, mode: 0o755 })
    }
    const total: Total = { bytes: 0, small: 0 }
    let next = 0
    const workers = Array.from({ length: PARALLEL }, async () => {
      for (let file = files[next++]; file !== undefined; file = files[next++]) {
        await writeEntry(archive, zip, file, folder, total, limits)
      }
    })
    await Promise.all(workers).finally(() => (next = files.length))
    return { files: files.map(({ path }) => path), bytes: total.bytes }
  } finally {
    archive.close()
  }
}

type Archive = Awaited<ReturnType<typeof fromBufferPromise>>
interface File {
  entry: Entry
  path: string
}

async function writeEntry(
  archive: Archive,
  zip: Buffer,
  { entry, path }: File,
  folder: string,
  total: Total,
  limits: ArchiveLimits,
): Promise<void> {
  const target = join(folder, path)
  const mode = modeOf(entry, path)
  try {
    if (entry.uncompressedSize >= STREAM_FROM_BYTES) {
      const counted = counting(path, entry, total, limits)
      await pipeline(
        await archive.openReadStreamPromise(entry),
        counted,
        createWriteStream(target, { flags: 'wx', mode }),
      )
      return
    }
    const content = await inflateEntry(zip, entry)
    total.bytes += content.length
    const refusal = tooLarge(path, content.length, entry.compressedSize, total.bytes, limits)
    if (refusal !== null) throw refusal
    if (content.length > SMALL_BYTES) return await writeFile(target, content, { flag: 'wx', mode })
    writeFileSync(target, content, { flag: 'wx', mode })
    total.small += 1
    if (total.small % AT_A_TIME === 0) await setImmediate()
  } catch (error) {
    throw error instanceof PackageError
      ? error
      : new PackageError(`${path} cannot be unpacked: ${(error as Error).message}`)
  }
}

/** Passes bytes on within the limits. Fails at the end unless size and checksum match. */
function counting(path: string, entry: Entry, total: Total, limits: ArchiveLimits): Transform {
  let size = 0
  let sum = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length
      total.bytes += chunk.length
      sum = crc32(chunk, sum)
      callback(tooLarge(path, size, entry.compressedSize, total.bytes, limits), chunk)
    },
    flush(callback) {
      callback(sum === entry.crc32 ? null : new Error('its checksum does not match'))
    },
  })
}

async function readEntries(archive: Archive, limits: ArchiveLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  if (archive.entryCount > limits.files * 2) throw tooManyFiles(limits)
  try {
    for await (const entry of archive.eachEntry()) entries.push(entry)
  } catch (error) {
    throw new PackageError(`${limits.name} is not a valid zip archive: ${(error as Error).message}`)
  }
  return entries
}

function checkEntries(entries: Entry[], limits: ArchiveLimits): File[] {
  const files: File[] = []
  const seen = new Map<string, string>()
  const folders = new Set<string>()
  for (const entry of entries) {
    const path = checkPath(entry.fileName, limits)
    const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK
    const isFolder = entry.fileName.endsWith('/')
    if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) {
      throw new PackageError(`${path} is a link or a device: only files and folders are allowed`)
    }
    if (entry.isEncrypted()) throw new PackageError(`${path} is encrypted`)
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) folders.add(fold(parent))
    if (isFolder) {
      folders.add(fold(path))
      continue
    }
    const other = seen.get(fold(path))
    if (other !== undefined)
      throw new PackageError(`${path} and ${other} are one name where letter case does not count`)
    seen.set(fold(path), path)
    files.push({ entry, path })
    if (files.length > limits.files) throw tooManyFiles(limits)
  }
  for (const [folded, path] of seen) {
    if (folders.has(folded)) throw new PackageError(`${path} is both a file and a folder`)
  }
  return files
}

function checkPath(name: string, limits: ArchiveLimits): string {
  const path = name.endsWith('/') ? name.slice(0, -1) : name
  const segments = path.split('/')
  const bad =
    path === '' ||
    Buffer.byteLength(path) > MAX_PATH_BYTES ||
    path.includes('\\') ||
    // oxlint-disable-next-line no-control-regex -- control characters are what must be refused
    /[\u0000-\u001f\u007f]/.test(path) ||
    /^[A-Za-z]:/.test(path) ||
    segments.some((part) => part === '' || part === '.' || part === '..' || Buffer.byteLength(part) > MAX_SEGMENT_BYTES)
  if (bad)
    throw new PackageError(`${limits.name} holds the path ${JSON.stringify(name.slice(0, 100))}, which is not allowed`)
  return path
}

function tooLarge(
  path: string,
  size: number,
  compressed: number,
  total: number,
  limits: ArchiveLimits,
): PackageError | null {
  if (total > limits.unpackedBytes) {
    return new PackageError(`${limits.name} is larger than ${limits.unpackedBytes} bytes when unpacked`)
  }
  if (size > LIMITS.ratioFreeBytes && size > compressed * LIMITS.inflationRatio) {
    return new PackageError(`${path} unpacks to more than ${LIMITS.inflationRatio} times its size`)
  }
  return null
}

function tooManyFiles(limits: ArchiveLimits): PackageError {
  return new PackageError(`${limits.name} holds more than ${limits.files} files`)
}

/**
 * Readable by all and writable by the owner only. Executables stay executable. A `bootstrap` at the top is always
 * executable, because a file written in an editor has no mode.
 */
function modeOf(entry: Entry, path: string): number {
  const executable = path === 'bootstrap' || ((entry.externalFileAttributes >>> 16) & 0o111) !== 0
  return executable ? 0o755 : 0o644
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
