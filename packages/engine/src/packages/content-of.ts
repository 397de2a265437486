import { promisify } from 'node:util'
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib'
import type { Entry } from 'yauzl'

const STORED = 0
const DEFLATED = 8
const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30
/** Smaller ones are inflated before another thread would have begun. */
const SMALL_BYTES = 32 * 1024

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/**
 * What a small file of an archive holds, in one piece: for packages of thousands of them a stream for each costs more
 * than all the rest.
 * @throws when it is not what the directory says; never more comes out than that
 */
export async function contentOf(zip: Buffer, entry: Entry): Promise<Buffer> {
  const data = dataOf(zip, entry)
  const content = entry.compressionMethod === STORED ? data : await inflated(data, entry)
  if (content.length !== entry.uncompressedSize) throw new Error('its size does not match')
  if (crc32(content) !== entry.crc32) throw new Error('its checksum does not match')
  return content
}

function inflated(data: Buffer, { compressionMethod, uncompressedSize }: Entry): Buffer | Promise<Buffer> {
  if (compressionMethod !== DEFLATED) throw new Error('it is compressed by a method that is not supported')
  // A limit of nothing is no limit to zlib.
  const limit = { maxOutputLength: Math.max(1, uncompressedSize) }
  return uncompressedSize <= SMALL_BYTES ? inflateRawSync(data, limit) : inflate(data, limit)
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
