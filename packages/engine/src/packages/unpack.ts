import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LIMITS } from '@alcove/contract'
import { fromBufferPromise, type Entry } from 'yauzl'
import { PackageError } from './package-error.ts'

/** More than this is no code anyone wrote; text compresses to a tenth or so. Small files may be all zeros. */
const MAX_RATIO = 200
const RATIO_FREE_BYTES = 1024 * 1024
const MAX_PATH_BYTES = 1024
const MAX_SEGMENT_BYTES = 255

const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000

/**
 * Writes the files of a zip below `folder`, which must be empty. The archive is hostile until every entry has been
 * looked at: nothing is written before that, and sizes are counted on the bytes that come out, not on what it claims.
 * @returns the paths written
 * @throws {PackageError}
 */
export async function unpack(zip: Buffer, folder: string): Promise<string[]> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    (error: Error) => {
      throw new PackageError(`The code package is not a zip archive: ${error.message}`)
    },
  )
  try {
    const entries = await readEntries(archive)
    const files = checkEntries(entries)
    for (const path of new Set(files.map(({ path }) => dirname(path)))) {
      await mkdir(join(folder, path), { recursive: true, mode: 0o755 })
    }
    let total = 0
    for (const { entry, path } of files) {
      const source = await archive.openReadStreamPromise(entry)
      let size = 0
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, callback) {
          size += chunk.length
          total += chunk.length
          callback(tooLarge(path, size, entry.compressedSize, total), chunk)
        },
      })
      await pipeline(
        source,
        counted,
        createWriteStream(join(folder, path), { flags: 'wx', mode: modeOf(entry) }),
      ).catch((error: Error) => {
        throw error instanceof PackageError ? error : new PackageError(`${path} cannot be unpacked: ${error.message}`)
      })
    }
    return files.map(({ path }) => path)
  } finally {
    archive.close()
  }
}

type Archive = Awaited<ReturnType<typeof fromBufferPromise>>

async function readEntries(archive: Archive): Promise<Entry[]> {
  const entries: Entry[] = []
  if (archive.entryCount > LIMITS.packageFiles * 2) throw tooManyFiles()
  try {
    for await (const entry of archive.eachEntry()) entries.push(entry)
  } catch (error) {
    throw new PackageError(`The code package is not a valid zip archive: ${(error as Error).message}`)
  }
  return entries
}

function checkEntries(entries: Entry[]): { entry: Entry; path: string }[] {
  const files: { entry: Entry; path: string }[] = []
  const seen = new Map<string, string>()
  const folders = new Set<string>()
  for (const entry of entries) {
    const path = checkPath(entry.fileName)
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
    if (files.length > LIMITS.packageFiles) throw tooManyFiles()
  }
  for (const [folded, path] of seen) {
    if (folders.has(folded)) throw new PackageError(`${path} is both a file and a folder`)
  }
  return files
}

function checkPath(name: string): string {
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
    throw new PackageError(`The package holds the path ${JSON.stringify(name.slice(0, 100))}, which is not allowed`)
  return path
}

function tooLarge(path: string, size: number, compressed: number, total: number): PackageError | null {
  if (total > LIMITS.packageUnpackedBytes) {
    return new PackageError(`The package is larger than ${LIMITS.packageUnpackedBytes} bytes when unpacked`)
  }
  if (size > RATIO_FREE_BYTES && size > compressed * MAX_RATIO) {
    return new PackageError(`${path} unpacks to more than ${MAX_RATIO} times its size`)
  }
  return null
}

function tooManyFiles(): PackageError {
  return new PackageError(`The package holds more than ${LIMITS.packageFiles} files`)
}

/** Readable by all and writable by nobody who matters; what was executable stays so. */
function modeOf(entry: Entry): number {
  return ((entry.externalFileAttributes >>> 16) & 0o111) === 0 ? 0o644 : 0o755
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
