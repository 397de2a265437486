import { promisify } from 'node:util'
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib'
import type { Entry } from 'yauzl'

const STORED = 0
const DEFLATED = 8
const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30
/** Below this size inflating here is faster than handing over to another thread. */
const SMALL_BYTES = 32 * 1024

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/**
 * Returns the content of a small archive entry. In packages with thousands of files a stream per file would cost more
 * than everything else.
 * @throws when the content does not match the directory; never returns more than the directory says
 */
export async function inflateEntry(zip: Buffer, entry: Entry): Promise<Buffer> {
  const data = dataOf(zip, entry)
  const content = entry.compressionMethod === STORED ? data : await inflated(data, entry)
  if (content.length !== entry.uncompressedSize) throw new Error('its size does not match')
  if (crc32(content) !== entry.crc32) throw new Error('its checksum does not match')
  return content
}

function inflated(data: Buffer, { compressionMethod, uncompressedSize }: Entry): Buffer | Promise<Buffer> {
  if (compressionMethod !== DEFLATED) throw new Error('it is compressed by a method that is not supported')
  // zlib takes a limit of 0 for no limit.
  const limit = { maxOutputLength: Math.max(1, uncompressedSize) }
  return uncompressedSize <= SMALL_BYTES ? inflateRawSync(data, limit) : inflate(data, limit)
}

/**
 * APPNOTE.TXT 4.3.7: find the data through the local header, because its lengths may differ from those in the
 * directory.
 */
function dataOf(zip: Buffer, { relativeOffsetOfLocalHeader: at, compressedSize }: Entry): Buffer {
  if (at + LOCAL_HEADER_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL_HEADER) {
    throw new Error('it is not where the directory says')
  }
  const start = at + LOCAL_HEADER_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  if (start + compressedSize > zip.length) throw new Error('it is truncated')
  return zip.subarray(start, start + compressedSize)
}
