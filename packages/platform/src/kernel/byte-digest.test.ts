import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyedDigest } from './byte-digest.ts'

function digestOf(key: Uint8Array, ...chunks: Uint8Array[]): string {
  const hash = keyedDigest(key)
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

test('a digest depends on the bytes and the key, and not on how the bytes are cut', () => {
  const [key, other] = [randomBytes(32), randomBytes(32)]
  const bytes = randomBytes(100_000)
  const whole = digestOf(key, bytes)
  expect(whole).toMatch(/^[0-9a-f]{64}$/)
  for (const cut of [1, 15, 16, 17, 65_536, 99_999])
    expect(digestOf(key, bytes.subarray(0, cut), Buffer.alloc(0), bytes.subarray(cut))).toBe(whole)
  expect(digestOf(other, bytes)).not.toBe(whole)
})

test('one bit, one byte more, an order or a zero at the end makes another digest', () => {
  const key = randomBytes(32)
  const bytes = Buffer.from('the same length of text, 32 byte')
  const flipped = Buffer.from(bytes)
  flipped[31]! ^= 1
  const swapped = Buffer.concat([bytes.subarray(16), bytes.subarray(0, 16)])
  const all = [[], [Buffer.alloc(1)], [Buffer.alloc(16)], [bytes], [flipped], [swapped], [bytes, Buffer.alloc(1)]]
  expect(new Set(all.map((chunks) => digestOf(key, ...chunks))).size).toBe(all.length)
})
