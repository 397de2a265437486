import { randomBytes, randomFillSync } from 'node:crypto'

/**
 * UUIDv7 (RFC 9562, 5.7): time-ordered. Method 3 of 6.2: within one process every id is greater than the one before,
 * by a 42-bit counter (12 bits of rand_a, 30 of rand_b) reseeded each millisecond.
 */
let lastTime = 0
let counter = 0n
const COUNTER_BITS = 42n
const tail = new Uint8Array(4)

export function newId(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now
    // The top bit stays free so that the counter has room to grow.
    counter = BigInt(`0x${randomBytes(6).toString('hex')}`) >> 7n
  } else if (++counter >> COUNTER_BITS) {
    lastTime += 1
    counter = 0n
  }
  randomFillSync(tail)
  const time = lastTime.toString(16).padStart(12, '0')
  const high = (counter >> 30n).toString(16).padStart(3, '0')
  const low = (0x80000000n | (counter & 0x3fffffffn)).toString(16)
  const end = Buffer.from(tail).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${low.slice(0, 4)}-${low.slice(4)}${end}`
}

/** The smallest id that could have been made at `time`: a bound for ranges over ids. */
export function firstIdAt(time: number): string {
  const hex = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
