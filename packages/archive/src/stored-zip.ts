/** A file of a zip whose bytes are passed through as they are. */
export interface StoredFile {
  path: string
  bytes: number
  /** CRC-32 of the content. */
  crc: number
  modifiedAt: Date
  /** Yields exactly `bytes` bytes. */
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** In 16 or 32 bits: the value stands in a ZIP64 field. */
const ELSEWHERE_16 = 0xffff
const ELSEWHERE_32 = 0xffffffff
/** Needed to read it: 4.5, for ZIP64. Made by: the same, on Unix. */
const VERSION = 45
const MADE_BY = (3 << 8) | VERSION
const UTF8 = 1 << 11
const FILE_MODE = 0o100644

/**
 * Yields the bytes of a zip with these files, uncompressed, of any size and number. Sizes and checksums stand before the
 * content, so that a reader can unpack what it receives. Only the directory stays in memory.
 */
export async function* storedZip(
  files: Iterable<StoredFile> | AsyncIterable<StoredFile>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const file of files) {
    const name = Buffer.from(file.path)
    const head = localHead(file, name)
    yield head
    let bytes = 0
    for await (const chunk of file.body) {
      bytes += chunk.length
      yield chunk
    }
    if (bytes !== file.bytes) throw new Error(`${file.path} has ${bytes} bytes instead of ${file.bytes}`)
    directory.push(directoryEntry(file, name, offset))
    offset += head.length + bytes
  }
  yield* directory
  const bytes = directory.reduce((sum, entry) => sum + entry.length, 0)
  yield ending(directory.length, bytes, offset)
}

/** APPNOTE.TXT, 4.3.7. */
function localHead(file: StoredFile, name: Buffer): Buffer {
  const isLarge = file.bytes >= ELSEWHERE_32
  const extra = isLarge ? zip64Field(file.bytes, file.bytes) : Buffer.alloc(0)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(VERSION, 4)
  writeCommon(head, 6, file, name, extra)
  return Buffer.concat([head, name, extra])
}

/** 4.3.12. */
function directoryEntry(file: StoredFile, name: Buffer, offset: number): Buffer {
  const sizes = file.bytes >= ELSEWHERE_32 ? [file.bytes, file.bytes] : []
  const far = offset >= ELSEWHERE_32 ? [offset] : []
  const extra = sizes.length + far.length > 0 ? zip64Field(...sizes, ...far) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(MADE_BY, 4)
  head.writeUInt16LE(VERSION, 6)
  writeCommon(head, 8, file, name, extra)
  head.writeUInt16LE(FILE_MODE, 40)
  head.writeUInt32LE(Math.min(offset, ELSEWHERE_32), 42)
  return Buffer.concat([head, name, extra])
}

/** What the head of a file and its entry in the directory have in common, from the flags to the length of the extra field. */
function writeCommon(head: Buffer, at: number, { bytes, crc, modifiedAt }: StoredFile, name: Buffer, extra: Buffer) {
  head.writeUInt16LE(UTF8, at)
  // Uncompressed is method 0.
  head.writeUInt32LE(dosTime(modifiedAt), at + 4)
  head.writeUInt32LE(crc, at + 8)
  head.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), at + 12)
  head.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), at + 16)
  head.writeUInt16LE(name.length, at + 20)
  head.writeUInt16LE(extra.length, at + 22)
}

/** 4.5.3: the values that do not fit in their 32 bits, in order. */
function zip64Field(...values: number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return field
}

/** 4.3.14 to 4.3.16. The ZIP64 records are left out where nothing needs them. */
function ending(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, ELSEWHERE_16), 8)
  end.writeUInt16LE(Math.min(entries, ELSEWHERE_16), 10)
  end.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), 12)
  end.writeUInt32LE(Math.min(offset, ELSEWHERE_32), 16)
  if (entries < ELSEWHERE_16 && bytes < ELSEWHERE_32 && offset < ELSEWHERE_32) return end
  const large = Buffer.alloc(56 + 20)
  large.writeUInt32LE(0x06064b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeUInt16LE(MADE_BY, 12)
  large.writeUInt16LE(VERSION, 14)
  large.writeBigUInt64LE(BigInt(entries), 24)
  large.writeBigUInt64LE(BigInt(entries), 32)
  large.writeBigUInt64LE(BigInt(bytes), 40)
  large.writeBigUInt64LE(BigInt(offset), 48)
  // Where the record above begins.
  large.writeUInt32LE(0x07064b50, 56)
  large.writeBigUInt64LE(BigInt(offset + bytes), 64)
  large.writeUInt32LE(1, 72)
  return Buffer.concat([large, end])
}

/** Zips store times in the MS-DOS format: years from 1980, steps of two seconds. Ours are in UTC. */
function dosTime(at: Date): number {
  const year = Math.max(0, at.getUTCFullYear() - 1980)
  const date = (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return ((date << 16) | time) >>> 0
}
