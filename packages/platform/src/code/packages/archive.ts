import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { LIMITS } from '@alcove/contract'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { checkPaths, checkRatio, invalid, quote, tooLarge } from './package-files.ts'

const STORED = 0
const DEFLATED = 8
const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30

export interface ArchivedFile {
  path: string
  bytes: number
  executable: boolean
}

/** What lies in the archive for a file: never trusted to be what it says. */
export interface RawFile extends ArchivedFile {
  data: Buffer
  crc: number
  method: number
}

/** A zip whose directory was found to be in order; its files are inflated one by one, when they are wanted. */
export interface Archive {
  readonly files: ReadonlyMap<string, ArchivedFile>
  /** @throws {AlcoveError} InvalidPackage when it does not hold what the directory claims */
  read(path: string): Promise<Buffer>
  /** As it lies there, for another archive. */
  raw(path: string): RawFile
}

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/**
 * Opens a zip from a stranger. Everything its directory claims is checked before one byte is inflated, and what comes
 * out must match what was claimed.
 * @throws {AlcoveError} InvalidPackage with the reason.
 */
export async function openArchive(archive: Uint8Array): Promise<Archive> {
  if (archive.length > LIMITS.packageBytes) {
    throw invalid(`The archive is larger than ${LIMITS.packageBytes / 2 ** 20} MB`)
  }
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const entries = await entriesOf(await open(zip))
  check(entries, archive.length)
  const byPath = new Map(entries.filter((entry) => !isFolder(entry)).map((entry) => [entry.fileName, entry]))
  const files = new Map([...byPath].map(([path, entry]) => [path, fileOf(entry)]))
  const raw = (path: string): RawFile => {
    const entry = byPath.get(path)!
    const { compressionMethod: method, crc32: crc } = entry
    return { ...fileOf(entry), data: dataOf(zip, entry), crc, method }
  }
  return {
    files,
    raw,
    async read(path) {
      try {
        return await contentOf(raw(path))
      } catch (error) {
        throw invalid(`${quote(path)} cannot be unpacked: ${(error as Error).message}`)
      }
    },
  }
}

async function contentOf({ data, bytes, crc, method }: RawFile): Promise<Buffer> {
  // A limit of nothing is no limit to zlib.
  const content = method === STORED ? data : await inflate(data, { maxOutputLength: Math.max(1, bytes) })
  if (content.length !== bytes) throw new Error('its size does not match')
  if (crc32(content) !== crc) throw new Error('its checksum does not match')
  return content
}

/** APPNOTE.TXT 4.3.7: the local header says where the data begins, because its lengths may differ from the directory's. */
function dataOf(zip: Buffer, { relativeOffsetOfLocalHeader: at, compressedSize }: Entry): Buffer {
  if (at + LOCAL_HEADER_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL_HEADER) {
    throw new Error('it is not where the directory says')
  }
  const start = at + LOCAL_HEADER_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  if (start + compressedSize > zip.length) throw new Error('it is cut off')
  return zip.subarray(start, start + compressedSize)
}

function fileOf(entry: Entry): ArchivedFile {
  const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0
  return { path: entry.fileName, bytes: entry.uncompressedSize, executable }
}

function check(entries: Entry[], archiveBytes: number): void {
  for (const entry of entries) checkEntry(entry)
  const bytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (bytes > LIMITS.packageUnpackedBytes) throw tooLarge()
  for (const entry of entries) checkRatio(entry.fileName, entry.uncompressedSize, entry.compressedSize)
  // Each byte of it belongs to one file at most: of many that share the same megabytes each would have to be inflated.
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0)
  if (packed > archiveBytes) throw invalid('The archive is damaged: its files overlap')
  checkPaths(entries.filter((entry) => !isFolder(entry)).map((entry) => entry.fileName))
}

function checkEntry(entry: Entry): void {
  const name = quote(entry.fileName)
  if (entry.isEncrypted()) throw invalid(`${name} is encrypted: make the archive without a password`)
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw invalid(`${name} is compressed in a way that is not supported: use a plain zip`)
  }
  // The upper half holds st_mode where the archive was made on Unix: only plain files and folders may pass.
  const type = (entry.externalFileAttributes >>> 16) & 0o170000
  if (type === 0o120000) throw invalid(`${name} is a symbolic link: put the file itself into the archive`)
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) throw invalid(`${name} is not a plain file`)
}

function isFolder(entry: Entry): boolean {
  return entry.fileName.endsWith('/')
}

async function open(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true, autoClose: false }
    fromBuffer(archive, options, (error, zip) => (error ? reject(explained(error)) : resolve(zip)))
  })
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > LIMITS.packageFiles * 2) {
    throw invalid(`The package holds more than ${LIMITS.packageFiles} files`)
  }
  const entries: Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', (error: Error) => reject(explained(error)))
    zip.readEntry()
  })
}

/** yauzl's words, said to someone who uploaded a file. */
function explained(error: Error): Error {
  const [, name] =
    /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(error.message) ?? []
  if (name !== undefined) return invalid(`The file name ${quote(name)} is not allowed: it leaves the package`)
  if (/end of central directory/i.test(error.message)) return invalid('It is not a zip archive, or its end is missing')
  return invalid(`The archive is damaged: ${error.message}`)
}
