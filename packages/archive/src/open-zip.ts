import { Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib'
import { fromBufferPromise, type Entry } from 'yauzl'
import { checkEntries, checkUnpacked, isLink, quote, STORED, tooManyFiles, type ZipLimits } from './checks.ts'
import { isJunk, nameOf } from './entry-name.ts'
import { followLinks } from './follow-links.ts'
import { wholeZip } from './whole-zip.ts'
import { ZipError } from './zip-error.ts'
import type { PackedFile } from './zip-stream.mjs'

export { ZipError, type ZipLimits }

const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30
/** Of the target of a link, and of all targets together: following them takes time. */
const MAX_TARGET_BYTES = 1024
const MAX_TARGETS_BYTES = 1024 * 1024
/** Smaller files are inflated synchronously: handing over to another thread would take longer. */
const SMALL_BYTES = 32 * 1024

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

type Archive = Awaited<ReturnType<typeof fromBufferPromise>>

/**
 * Opens an untrusted zip and checks its whole directory. Contents are inflated on demand and must match what the
 * directory claims.
 * @returns the files by path
 * @throws {ZipError}
 */
export async function openZip(zip: Uint8Array, limits: ZipLimits): Promise<ReadonlyMap<string, ZipFile>> {
  const buffer = wholeZip(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength), limits)
  const archive = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch(
    () => {
      throw new ZipError(`${limits.name} is not a zip archive, or its end is missing`)
    },
  )
  const open = (path: string, entry: Entry) => new ZipFile({ zip: buffer, archive, path, entry })
  const entries = await readEntries(archive, limits)
  checkEntries(entries, buffer.length, limits)
  const links = entries.filter(isLink).map((entry) => open(entry.fileName, entry))
  const files = followLinks(entries, await readTargets(links, limits), limits)
  checkUnpacked(files.values(), limits)
  return new Map([...files].map(([path, entry]) => [path, open(path, entry)]))
}

interface ZipFileOptions {
  zip: Buffer
  archive: Archive
  /** Differs from the name of the entry when a link leads there. */
  path: string
  entry: Entry
}

/** One file of an open archive. */
export class ZipFile {
  readonly path: string
  readonly bytes: number
  readonly executable: boolean
  readonly #zip: Buffer
  readonly #archive: Archive
  readonly #entry: Entry

  constructor({ zip, archive, path, entry }: ZipFileOptions) {
    this.path = path
    this.bytes = entry.uncompressedSize
    this.executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0
    this.#zip = zip
    this.#archive = archive
    this.#entry = entry
  }

  /** @throws {ZipError} when the content does not match the directory */
  async content(): Promise<Buffer> {
    try {
      const content = await this.#inflated()
      if (content.length !== this.bytes) throw new Error('its size does not match')
      if (crc32(content) !== this.#entry.crc32) throw new Error('its checksum does not match')
      return content
    } catch (error) {
      throw this.#damaged(error)
    }
  }

  /** Writes the content to `target` piece by piece. @throws {ZipError} when it does not match the directory */
  async writeTo(target: Writable): Promise<void> {
    let sum = 0
    const expected = this.#entry.crc32
    const checked = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        sum = crc32(chunk, sum)
        callback(null, chunk)
      },
      flush(callback) {
        callback(sum === expected ? null : new Error('its checksum does not match'))
      },
    })
    try {
      // yauzl checks the size.
      await pipeline(await this.#archive.openReadStreamPromise(this.#entry), checked, target)
    } catch (error) {
      throw this.#damaged(error)
    }
  }

  /** The file as it is stored, to copy it to another archive. @throws {ZipError} when it is not where it should be */
  packed(): PackedFile {
    try {
      const { compressionMethod: method, crc32: crc } = this.#entry
      return { path: this.path, bytes: this.bytes, executable: this.executable, data: this.#data(), crc, method }
    } catch (error) {
      throw this.#damaged(error)
    }
  }

  /** Without streams: in archives of thousands of small files, a stream per file would cost more than all the rest. */
  #inflated(): Buffer | Promise<Buffer> {
    const data = this.#data()
    if (this.#entry.compressionMethod === STORED) return data
    // To zlib, a limit of 0 means no limit.
    const limit = { maxOutputLength: Math.max(1, this.bytes) }
    return this.bytes <= SMALL_BYTES ? inflateRawSync(data, limit) : inflate(data, limit)
  }

  /**
   * APPNOTE.TXT 4.3.7: find the data through the local header, because its lengths may differ from those in the
   * directory.
   */
  #data(): Buffer {
    const { relativeOffsetOfLocalHeader: at, compressedSize } = this.#entry
    const zip = this.#zip
    if (at + LOCAL_HEADER_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL_HEADER) {
      throw new Error('it is not where the directory says')
    }
    const start = at + LOCAL_HEADER_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    if (start + compressedSize > zip.length) throw new Error('it is truncated')
    return zip.subarray(start, start + compressedSize)
  }

  #damaged(error: unknown): ZipError {
    return new ZipError(`${quote(this.path)} cannot be unpacked: ${(error as Error).message}`)
  }
}

async function readEntries(archive: Archive, limits: ZipLimits): Promise<Entry[]> {
  // Folders may have entries too.
  if (archive.entryCount > limits.files * 2) throw tooManyFiles(limits)
  const entries: Entry[] = []
  try {
    for await (const entry of archive.eachEntry()) {
      entry.fileName = nameOf(entry)
      if (!isJunk(entry.fileName)) entries.push(entry)
    }
  } catch (error) {
    throw new ZipError(`${limits.name} is not a valid zip archive: ${(error as Error).message}`)
  }
  return entries
}

/** @returns what each link says, by its name */
async function readTargets(links: readonly ZipFile[], limits: ZipLimits): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  let total = 0
  for (const link of links) {
    total += link.bytes
    if (link.bytes > MAX_TARGET_BYTES || total > MAX_TARGETS_BYTES) {
      throw new ZipError(`${limits.name} holds symbolic links that are too long`)
    }
    // oxlint-disable-next-line no-await-in-loop -- small contents are inflated at once
    targets.set(link.path, (await link.content()).toString('utf8').normalize('NFC'))
  }
  return targets
}
