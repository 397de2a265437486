import { Zip } from 'fflate'

const UNIX = 3
/** A zip counts its entries in 16 bits. More would need ZIP64. */
export const MAX_ENTRIES = 0xffff

/**
 * Yields the bytes of a zip with these files, in their order. Only the directory stays in memory. This module also runs
 * inside sandboxes, so it is JavaScript and imports only fflate.
 */
export async function* zipStream(files) {
  // The earliest date in a zip, in local time because fflate writes local time: equal files give equal archives,
  // whenever and wherever they are packed.
  const firstDay = new Date(1980, 0)
  let chunks = []
  let count = 0
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const taken = () => {
    const ready = chunks
    chunks = []
    return ready
  }
  for await (const { path, bytes, executable, data, crc, method } of files) {
    count += 1
    if (count > MAX_ENTRIES) throw new RangeError(`More than ${MAX_ENTRIES} files`)
    const attrs = (executable ? 0o100755 : 0o100644) * 0x10000
    const entry = { filename: path, size: bytes, crc, compression: method, os: UNIX, attrs, mtime: firstDay }
    zip.add(entry)
    entry.ondata(null, data, true)
    yield* taken()
  }
  zip.end()
  yield* taken()
}
