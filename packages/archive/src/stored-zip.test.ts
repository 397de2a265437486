import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { fromBuffer, type Entry } from 'yauzl'
import { combineCrc32 } from './crc32-combine.ts'
import { storedZip } from './stored-zip.ts'

test('a checksum of parts is that of the whole', () => {
  const bytes = Buffer.from('Sixteen bytes of a long text that goes on and on')
  for (const at of [0, 1, 16, bytes.length]) {
    const [first, second] = [bytes.subarray(0, at), bytes.subarray(at)]
    expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(bytes))
  }
})

/** Sizes and places beyond 4 GiB: the reader sees the heads only, and what is between them is left out. */
test('sizes and places beyond 32 bits are in ZIP64 fields', async () => {
  const huge = 5 * 2 ** 30
  const megabytes = Buffer.alloc(64 * 2 ** 20)
  const many = Array.from({ length: huge / megabytes.length }, () => megabytes)
  const modifiedAt = new Date('2026-11-28T10:20:30Z')
  const files = [
    { path: 'large.bin', bytes: huge, crc: 1, modifiedAt, body: many },
    { path: 'ä/after.txt', bytes: 2, crc: crc32('hi'), modifiedAt, body: [Buffer.from('hi')] },
  ]
  let size = 0
  const small: Uint8Array[] = []
  for await (const chunk of storedZip(files)) {
    size += chunk.length
    if (chunk !== megabytes) small.push(chunk)
  }
  const entries: Entry[] = []
  // The places in the directory are those of the whole: only the directory itself is moved to where the reader sees it.
  const seen = Buffer.concat(small)
  const ending = seen.length - 22 - 20 - 56
  seen.writeBigUInt64LE(seen.readBigUInt64LE(ending + 48) - BigInt(huge), ending + 48)
  seen.writeBigUInt64LE(BigInt(ending), ending + 56 + 8)
  await new Promise<void>((resolve, reject) => {
    fromBuffer(seen, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error)
      zip
        .on('entry', (entry: Entry) => entries.push(entry))
        .on('end', resolve)
        .on('error', reject)
    })
  })
  expect(size).toBe(seen.length + huge)
  expect(entries.map((entry) => [entry.fileName, entry.uncompressedSize, entry.relativeOffsetOfLocalHeader])).toEqual([
    ['large.bin', huge, 0],
    ['ä/after.txt', 2, huge + 30 + 9 + 20],
  ])
})

test('a body of another length than was said fails', async () => {
  const file = { path: 'a', bytes: 2, crc: 0, modifiedAt: new Date(), body: [Buffer.from('abc')] }
  await expect(Array.fromAsync(storedZip([file]))).rejects.toThrow('a has 3 bytes instead of 2')
})
