import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { LIMITS } from '@alcove/contract'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { checkPaths, invalid, quote, tooLarge, type PackageFiles } from './package-files.ts'

/** Above this many times its compressed size an archive is a bomb, not code. Real packages stay below 20. */
const MAX_RATIO = 200
const STORED = 0
const DEFLATED = 8

/**
 * Reads a zip from a stranger. Everything its directory claims is checked before one byte is inflated, and what comes
 * out must match what was claimed.
 * @throws {AlcoveError} InvalidPackage with the reason.
 */
export async function filesOf(archive: Uint8Array): Promise<PackageFiles> {
  if (archive.length > LIMITS.packageBytes) {
    throw invalid(`The archive is larger than ${LIMITS.packageBytes / 2 ** 20} MB`)
  }
  const zip = await open(archive)
  const entries = await entriesOf(zip)
  check(entries, archive.length)
  const files = entries.filter((entry) => !isFolder(entry))
  const read: PackageFiles = new Map()
  for (const entry of files) read.set(entry.fileName, await inflate(zip, entry))
  return read
}

function check(entries: Entry[], archiveBytes: number): void {
  for (const entry of entries) checkEntry(entry)
  const bytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (bytes > LIMITS.packageUnpackedBytes) throw tooLarge()
  if (bytes > archiveBytes * MAX_RATIO) throw invalid('The archive unpacks to a suspicious multiple of its size')
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

async function open(archive: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true, autoClose: false }
    fromBuffer(bytes, options, (error, zip) => (error ? reject(explained(error)) : resolve(zip)))
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

async function inflate(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
    })
    const bytes = await buffer(stream)
    if (crc32(bytes) !== entry.crc32) throw new Error('its checksum does not match')
    return bytes
  } catch (error) {
    throw invalid(`${quote(entry.fileName)} cannot be unpacked: ${(error as Error).message}`)
  }
}

/** yauzl's words, said to someone who uploaded a file. */
function explained(error: Error): Error {
  const [, name] =
    /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(error.message) ?? []
  if (name !== undefined) return invalid(`The file name ${quote(name)} is not allowed: it leaves the package`)
  if (/end of central directory/i.test(error.message)) return invalid('It is not a zip archive, or its end is missing')
  return invalid(`The archive is damaged: ${error.message}`)
}
