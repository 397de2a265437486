import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ByteBudget, byteLimitsFor } from './byte-budget.ts'
import { readBody, type Incoming, type Pace } from './read-body.ts'
import { streamBody } from './stream-body.ts'

const incomingOf = (stream: Readable, pace: Pace): Incoming => ({
  headers: { 'transfer-encoding': 'chunked' },
  stream,
  pace,
})

/** Writes `bytes` every few milliseconds until the test ends it. */
function drip(bytes: number): { stream: PassThrough } & Disposable {
  const stream = new PassThrough()
  const clock = setInterval(() => stream.write(Buffer.alloc(bytes)), 5)
  return { stream, [Symbol.dispose]: () => clearInterval(clock) }
}

async function countOf(incoming: Incoming, perChunk = async () => {}): Promise<number> {
  let count = 0
  for await (const chunk of streamBody(incoming, 1e9)) {
    count += chunk.length
    await perChunk()
  }
  return count
}

test('a stream that never pauses but sends too little is ended', async () => {
  using slow = drip(1)
  const count = countOf(incomingOf(slow.stream, { windowMs: 100, bytes: 100_000, totalMs: 1e9 }))
  await expect(count).rejects.toMatchObject({ code: 'RequestTimeout' })
})

test('a consumer may read more slowly than the pace', async () => {
  const stream = new PassThrough()
  stream.end(Buffer.alloc(30_000))
  const pace = { windowMs: 500, bytes: 100_000, totalMs: 1e9 }
  expect(await countOf(incomingOf(stream, pace), () => sleep(600))).toBe(30_000)
})

test('a body kept in memory must be complete in time, however fast it arrives', async () => {
  using fast = drip(1000)
  const hold = new ByteBudget(byteLimitsFor(1e10)).open(null, null)
  const body = readBody(incomingOf(fast.stream, { windowMs: 50, bytes: 1, totalMs: 100 }), 1e8, hold)
  await expect(body).rejects.toMatchObject({
    code: 'RequestTimeout',
    message: 'Send the whole body within 0.1 seconds',
  })
})
