import { randomFillSync } from 'node:crypto'

const BYTES = 16
const TIME_BYTES = 6
/** Random bytes are drawn in bulk: one call of the generator costs more than the rest of an id. */
const pool = Buffer.alloc(BYTES * 256)
let drawn = pool.length

/**
 * A trace id of W3C trace context: milliseconds since the epoch and ten random bytes, as AWS X-Ray begins its ids with
 * the time. A trace is found by its id in a narrow range of the records, without an index that every call pays for.
 */
export function newTraceId(): string {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  pool.writeUIntBE(Date.now(), drawn, TIME_BYTES)
  drawn += BYTES
  return pool.toString('hex', drawn - BYTES, drawn)
}

/** When a trace began, in milliseconds; of an id that Alcove did not make it is any number. */
export function timeOfTrace(traceId: string): number {
  return Number.parseInt(traceId.slice(0, TIME_BYTES * 2), 16)
}
