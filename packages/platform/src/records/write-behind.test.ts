import { beforeEach, afterEach, expect, test, vi } from 'vitest'
import { WriteBehind, type WriteBatch, type WriteBehindOptions } from './write-behind.ts'

interface Range {
  from: number
  to: number
}

class Numbers implements WriteBatch<Range> {
  readonly values: number[] = []
  readonly bytes = 0

  get size(): number {
    return this.values.length
  }

  divide(part: 'all' | Range): Range[] {
    const { from, to } = part === 'all' ? { from: 0, to: this.size } : part
    if (to - from <= 1) return []
    const middle = (from + to) >> 1
    return [
      { from, to: middle },
      { from: middle, to },
    ]
  }
}

type Line = Parameters<WriteBehindOptions<Numbers, Range>['log']>[0]

const AWAY = Object.assign(new Error('gone'), { code: '57P01' })
const POISON = Object.assign(new Error('bad'), { code: '23505' })

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

/** A queue whose writes end as the test decides. */
function open({ drops = false, failure = (_values: number[]): unknown => null } = {}) {
  const disk = { full: false, exhausted: false }
  const logged: Line[] = []
  const table = { rows: [] as number[], ids: [] as string[], attempts: 0, failure, answers: Promise.resolve() }
  const waiting: number[][] = []
  const queue = new WriteBehind<Numbers, Range>({
    what: 'numbers',
    batchLimit: { entries: 10, bytes: 1 },
    highWater: { entries: 50, bytes: 1 },
    drops: () => drops,
    disk,
    log: (line) => logged.push(line),
    newBatch: () => new Numbers(),
    async write(id, batch, part) {
      const values = part === 'all' ? [...batch.values] : batch.values.slice(part.from, part.to)
      table.attempts += 1
      table.ids.push(id)
      await table.answers
      const error = table.failure(values)
      if (error) throw error
      table.rows.push(...values)
    },
    onSeal: (batch) => waiting.push(batch.values),
    onSettle: (batch) => waiting.splice(waiting.indexOf(batch.values), 1),
  })
  const accept = (value: number) =>
    queue.accept(
      (batch, each: number) => {
        if (Number.isNaN(each)) throw new TypeError('no number')
        batch.values.push(each)
      },
      value,
      (each) => ({ each }),
    )
  const acceptAll = (count: number, from = 0) => {
    for (let n = 0; n < count; n++) accept(from + n)
  }
  return { queue, table, disk, logged, waiting, accept, acceptAll }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

test('entries wait a moment for others and are written in one batch, in order', async () => {
  const { table, acceptAll } = open()
  acceptAll(3)
  await vi.advanceTimersByTimeAsync(99)
  expect(table.rows).toEqual([])
  acceptAll(2, 3)
  await vi.advanceTimersByTimeAsync(1)
  expect(table.rows).toEqual(upTo(5))
  expect(table.attempts).toBe(1)
})

test('a full batch is written at once, and later entries follow', async () => {
  const { queue, table, waiting, acceptAll } = open()
  acceptAll(25)
  expect(waiting.map((values) => values.length)).toEqual([10, 10])
  expect(await queue.flush()).toBe(true)
  expect(table.rows).toEqual(upTo(25))
  expect(table.attempts).toBe(3)
  expect(waiting).toEqual([])
})

test('a batch is retried with the same id until it is stored', async () => {
  let fails = 4
  const { table, logged, acceptAll } = open({ failure: () => (fails-- > 0 ? AWAY : null) })
  acceptAll(10)
  await vi.advanceTimersByTimeAsync(50 + 100 + 200 + 400)
  expect(table.rows).toEqual(upTo(10))
  expect(new Set(table.ids).size).toBe(1)
  expect(table.attempts).toBe(5)
  expect(logged).toEqual([{ level: 'error', message: 'Cannot write numbers; trying again', error: AWAY }])
})

test('an entry that the database refuses does not affect the others', async () => {
  const { queue, table, logged, acceptAll } = open({ failure: (values) => (values.includes(7) ? POISON : null) })
  acceptAll(25)
  expect(await queue.flush()).toBe(true)
  expect(table.rows).toEqual(upTo(25).filter((value) => value !== 7))
  expect(logged).toEqual([
    { level: 'error', message: 'Cannot store one of the numbers', entry: { from: 7, to: 8 }, error: POISON },
  ])
})

test('an entry that cannot be added is logged and does not count', async () => {
  const { queue, table, logged, accept } = open()
  accept(Number.NaN)
  expect(await queue.flush()).toBe(true)
  accept(1)
  expect(await queue.flush()).toBe(true)
  expect(table.rows).toEqual([1])
  expect(logged).toMatchObject([{ message: 'Cannot store one of the numbers', entry: { each: Number.NaN } }])
})

test('flush() does not wait for later entries', async () => {
  const { queue, table, acceptAll } = open()
  acceptAll(10)
  const flushed = queue.flush()
  const hang = Promise.withResolvers<void>()
  table.failure = () => ((table.answers = hang.promise), null)
  acceptAll(10, 10)
  expect(await flushed).toBe(true)
  expect(table.rows).toEqual(upTo(10))
  hang.resolve()
})

test('flush() returns false when its patience ends, and later ones do not wait as long again', async () => {
  const { queue, table, accept } = open({ failure: () => AWAY })
  accept(0)
  const flushed = queue.flush(1_000)
  await vi.advanceTimersByTimeAsync(1_001)
  expect(await flushed).toBe(false)
  // No time passes.
  expect(await queue.flush(1_000)).toBe(false)
  table.failure = () => null
  const patient = queue.flush(10_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await patient).toBe(true)
  expect(table.rows).toEqual([0])
})

test('flush() returns false in time when the database does not answer at all', async () => {
  const { queue, table, accept } = open()
  table.answers = new Promise(() => {})
  accept(0)
  const flushed = queue.flush(1_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await flushed).toBe(false)
})

test('callers wait from high water on, and continue below it', async () => {
  const { queue, table, acceptAll } = open({ failure: () => AWAY })
  acceptAll(49)
  expect(queue.full).toBe(false)
  acceptAll(1, 49)
  expect(queue.full).toBe(true)
  let gone = false
  void queue.room().then(() => (gone = true))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(gone).toBe(false)
  table.failure = () => null
  await vi.advanceTimersByTimeAsync(1_000)
  expect(gone).toBe(true)
  expect(table.rows).toEqual(upTo(50))
})

test('one that drops keeps the newest and the batch that is being written, and counts the others', async () => {
  const { queue, table, logged, waiting, acceptAll } = open({ drops: true })
  const hang = Promise.withResolvers<void>()
  table.answers = hang.promise
  acceptAll(100)
  expect(queue.full).toBe(false)
  expect(waiting.map(([first]) => first)).toEqual([0, 70, 80, 90])
  expect(logged.map(({ lost }) => lost)).toEqual(Array(6).fill(10))
  const flushed = queue.flush()
  hang.resolve()
  expect(await flushed).toBe(true)
  expect(table.rows).toEqual([...upTo(10), ...upTo(30).map((n) => 70 + n)])
})

test('flush() ends when the entries it waits for were dropped', async () => {
  const { queue, table, acceptAll } = open({ drops: true })
  const hang = Promise.withResolvers<void>()
  table.answers = hang.promise
  acceptAll(20)
  const flushed = queue.flush()
  acceptAll(60, 20)
  table.failure = () => ((table.answers = new Promise(() => {})), null)
  hang.resolve()
  expect(await flushed).toBe(true)
})

test('with a full disk nothing is written, and no reader waits', async () => {
  const { queue, table, disk, logged, acceptAll } = open()
  Object.assign(disk, { full: true, exhausted: true })
  acceptAll(10)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await queue.flush()).toBe(false)
  expect(table.attempts).toBe(0)
  expect(logged).toMatchObject([{ error: 'The disk is full' }])
  Object.assign(disk, { full: false, exhausted: false })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(table.rows).toEqual(upTo(10))
})

test('close() writes what waits', async () => {
  const { queue, table, acceptAll } = open()
  acceptAll(25)
  expect(await queue.close()).toBe(true)
  expect(table.rows).toEqual(upTo(25))
})

test.each<[string, (table: { failure: unknown; answers: Promise<void> }) => void]>([
  ['refuses', (table) => (table.failure = () => AWAY)],
  ['does not answer', (table) => (table.answers = new Promise(() => {}))],
])('close() gives up in time while the database %s, says how much is lost, and lets everyone go', async (_, fail) => {
  const { queue, table, logged, acceptAll } = open()
  fail(table)
  acceptAll(55)
  const room = queue.room()
  const flushed = queue.flush(60_000)
  const closed = queue.close(2_000)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await closed).toBe(false)
  expect(await flushed).toBe(false)
  await room
  expect(logged.at(-1)).toEqual({ level: 'error', message: 'Gave up writing numbers', lost: 55 })
  const { attempts } = table
  await vi.advanceTimersByTimeAsync(10_000)
  expect(table.attempts).toBe(attempts)
})
