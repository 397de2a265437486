import { randomFillSync } from 'node:crypto'

/*
 * UUIDv7 (RFC 9562, section 5.7), ordered by time. Within one process every id is greater than the one before (section
 * 6.2, method 1): rand_a is a counter that starts each millisecond at a random value in the lower half of its range.
 * When the counter overflows, the id takes the next millisecond. The other 62 bits are random.
 */
const COUNTER_MAX = 0xfff
let lastTime = 0
let counter = 0
/** The first characters of every id made in this millisecond. */
let beginning = beginningAt(0)

/** Random bytes come in bulk: one call of the generator costs more than the rest of an id. */
const pool = Buffer.alloc(8 * 512)
let drawn = pool.length

export function newId(now: number = Date.now()): string {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  if (now > lastTime) {
    lastTime = now
    beginning = beginningAt(now)
    counter = pool.readUInt16BE(drawn) & (COUNTER_MAX >> 1)
  } else if (counter === COUNTER_MAX) {
    lastTime += 1
    beginning = beginningAt(lastTime)
    counter = 0
  } else {
    counter += 1
  }
  pool[drawn]! = (pool[drawn]! & 0x3f) | 0x80
  const random = pool.toString('hex', drawn, drawn + 8)
  drawn += 8
  const count = (0x7000 | counter).toString(16)
  return `${beginning}${count}-${random.slice(0, 4)}-${random.slice(4)}`
}

/** For tests that share a process: the ids of the next one are not later than its clock, although those before were. */
export function restartIds(): void {
  lastTime = 0
}

/** The smallest possible id at `time`: a bound for range queries over ids. */
export function firstIdAt(time: number): string {
  return `${beginningAt(Math.max(0, Math.floor(time)))}0000-0000-000000000000`
}

function beginningAt(time: number): string {
  const hex = time.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`
}
