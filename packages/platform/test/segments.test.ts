import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_RETENTION, type LogLevel } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  countLogs,
  deleteLogQuery,
  deleteSpace,
  exportLogs,
  followSpaceLogs,
  getInvocation,
  getLogContext,
  listLogQueries,
  listLogs,
  listSpaceLogs,
  newId,
  putLogQuery,
  updateSpace,
  type SpaceCtx,
} from '../src/index.ts'
import { closeLargePartition } from '../src/records/segments/close-large-partition.ts'
import { sealLines } from '../src/records/segments/seal-lines.ts'
import { dropExpiredSegments } from '../src/records/segments/drop-expired-segments.ts'
import { openTestPlatform, rows, type TestPlatform } from '../src/testing/index.ts'
import { codeOf, fn, recordOf, space, stored } from './scene.ts'

const DAY = 24 * 3600_000
let platform: TestPlatform
let ctx: SpaceCtx
const ids: Record<string, string> = {}
beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'shop')
  for (const name of ['checkout', 'cards']) ids[name] = (await fn(ctx, name)).id
})
afterAll(() => platform.close())

function log(name: string, level: LogLevel, message: string, invocationId = newId()): void {
  const call = { spaceId: ctx.space.id, functionId: ids[name]!, function: name, version: 7, invocationId }
  platform.recorder.log(call, { time: Date.now(), level, message, truncatedBytes: 0 })
}

/** Seals everything that is recorded, as if its partition had been closed for long. */
async function seal(): Promise<number> {
  await stored(platform)
  const { db, blobs, pool } = platform
  const later = { db, blobs, pool, clock: { now: () => Date.now() + 1 } }
  await closeLargePartition(later, 0)
  let sealed = 0
  const left = async () => (await rows<{ n: number }>(platform.databaseUrl, COUNT))[0]!.n
  do sealed += await sealLines(later, { databaseUrl: platform.databaseUrl, graceMs: 0 })
  while ((await left()) > 0)
  return sealed
}
const COUNT = 'select count(*)::int as n from log_lines'

const find = async (q: string, input: object = {}) =>
  (await listSpaceLogs({ ctx, input: { q, order: 'desc', limit: 50, ...input } })).items.map(({ message }) => message)

test('lines are found alike as rows, in segments, and across both', async () => {
  const call = newId()
  await platform.recorder.record(
    recordOf(ctx, ids['checkout']!, { id: call, traceId: 'a'.repeat(32), report: { logLines: 3 } }),
  )
  log('checkout', 'info', 'checkout started', call)
  log('checkout', 'warn', JSON.stringify({ order: 'o-88241', ms: 122, note: '订单已支付' }), call)
  log('checkout', 'error', 'TypeError: Cannot read properties', call)
  log('cards', 'info', '\x1b[31mno balance\x1b[0m for card "GC-7K2M"')
  log('cards', 'debug', String.raw`{"note":"\u8ba2\u5355","ms":9}`)
  log('cards', 'info', 'x" OR words MATCH "y -* NEAR(a b) 50% a_b')
  await stored(platform)
  const queries: [string, object?][] = [
    [''],
    ['order'],
    ['Cannot read'],
    ['"no balance"'],
    ['*alanc*'],
    ['订单'],
    ['已支付'],
    ['order:o-88241'],
    ['ms>100'],
    ['ms<100'],
    ['level:error'],
    ['-level:info'],
    ['function:cards'],
    ['function:none'],
    ['type or balance'],
    ['"50%"'],
    ['*a_b*'],
    ['"words MATCH"'],
    ['x" OR words MATCH "y'],
    ['NEAR'],
    ['note:*'],
    [`invocation:${call}`],
    ['version:7 checkout'],
    ['nowhere'],
    ['-checkout -order', { order: 'asc' }],
    ['', { order: 'asc', limit: 2 }],
  ]
  const answers = async () => {
    const found: Record<string, unknown> = {}
    for (const [q, input] of queries)
      found[`${q} ${JSON.stringify(input)}`] = await find(q, input).catch((e: Error) => e.message)
    return found
  }
  const before = await answers()
  expect(before['订单 undefined']).toHaveLength(2)
  expect(before['"no balance" undefined']).toHaveLength(1)

  expect(await seal()).toBe(6)
  expect(await rows(platform.databaseUrl, 'select count(*)::int as n from log_lines')).toEqual([{ n: 0 }])
  expect(await answers()).toEqual(before)
  expect((await getInvocation({ ctx, input: { id: call } })).logs.map(({ level }) => level)).toEqual([
    'info',
    'warn',
    'error',
  ])

  log('cards', 'info', 'no balance again')
  log('checkout', 'error', 'later', call)
  await stored(platform)
  expect(await find('balance or later')).toEqual(['later', 'no balance again', before['"no balance" undefined']].flat())
  expect(
    (await listLogs({ ctx, input: { fn: 'checkout', q: 'error or later', order: 'desc', limit: 10 } })).items,
  ).toHaveLength(2)

  // Page by page, each line once.
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listSpaceLogs({ ctx, input: { order: 'desc', limit: 3, cursor } })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(seen.toSorted().toReversed())
  expect(new Set(seen).size).toBe(8)

  const from = new Date(Date.now() - 3600_000).toISOString()
  const to = new Date(Date.now() + 60_000).toISOString()
  for (const [q, total] of [
    ['', 8],
    ['level:error', 2],
    ['balance', 2],
    ['ms>1', 2],
  ] as const) {
    const counts = await countLogs({ ctx, input: { q, from, to, steps: 30 } })
    const sum = counts.steps.reduce((all, { levels }) => all + Object.values(levels).reduce((a, b) => a + b), 0)
    expect([q, counts.total, sum]).toEqual([q, total, total])
  }
})

test('the context of a line has the other lines of its trace, in order', async () => {
  const trace = 'b'.repeat(32)
  const [one, two] = [newId(), newId()]
  for (const [id, name] of [
    [one, 'checkout'],
    [two, 'cards'],
  ] as const) {
    await platform.recorder.record(recordOf(ctx, ids[name]!, { id, traceId: trace }))
  }
  for (let n = 0; n < 6; n++) log(n % 2 ? 'cards' : 'checkout', 'info', `step ${n}`, n % 2 ? two : one)
  log('cards', 'info', 'of another trace')
  await stored(platform)
  const [{ id } = { id: '' }] = (await listSpaceLogs({ ctx, input: { q: '"step 3"', order: 'desc', limit: 1 } })).items
  const around = async (by: 'trace' | 'invocation') => {
    const context = await getLogContext({ ctx, input: { line: id, invocation: two, by, before: 2, after: 9 } })
    return [context.lines.map(({ message }) => message).join(), context.more.before, context.invocation?.traceId]
  }
  expect(await around('trace')).toEqual(['step 1,step 2,step 3,step 4,step 5', true, trace])
  expect(await around('invocation')).toEqual(['step 1,step 3,step 5', false, trace])
  await seal()
  expect(await around('trace')).toEqual(['step 1,step 2,step 3,step 4,step 5', true, trace])
})

test('a line that arrives after its partition was sealed is neither lost nor out of order', async () => {
  log('cards', 'info', 'tardy early')
  const late = newId()
  await sleep(2)
  log('cards', 'info', 'tardy last')
  await seal()
  await platform.pool.query(
    `insert into log_lines (id, space_id, function_id, invocation_id, time, level, message, truncated_bytes)
      values ($1, $2, $3, $1, now(), 'info', 'tardy middle', 0)`,
    [late, ctx.space.id, ids['cards']],
  )
  const order = ['tardy last', 'tardy middle', 'tardy early']
  expect(await find('tardy')).toEqual(order)
  await seal()
  expect(await find('tardy')).toEqual(order)
  expect(await find('tardy', { order: 'asc' })).toEqual(order.toReversed())
})

test('segments are kept while a reader holds the lines for longer than sealing waits for a lock', async () => {
  log('cards', 'info', 'read for long')
  await stored(platform)
  const later = { ...platform, clock: { now: () => Date.now() + 1 } }
  await closeLargePartition(later, 0)
  const reader = await platform.pool.connect()
  try {
    await reader.query('begin')
    await reader.query('select from log_lines limit 1')
    const sealing = sealLines(later, { databaseUrl: platform.databaseUrl, graceMs: 0 })
    await sleep(2_500)
    await reader.query('commit')
    expect(await sealing).toBe(1)
  } finally {
    reader.release()
  }
  expect(await find('"read for long"')).toEqual(['read for long'])
})

test('lines of several partitions are found in order, page by page', async () => {
  const written: string[] = []
  const began = Date.now()
  for (const part of ['a', 'b', 'c', 'd']) {
    for (let n = 0; n < 5; n++) {
      written.push(`split ${part}${n}`)
      log(n % 2 === 0 ? 'cards' : 'checkout', 'info', `split ${part}${n}`)
    }
    await stored(platform)
    await closeLargePartition(platform, 0)
    await sleep(5)
  }
  const pages = async (order: 'asc' | 'desc', q: string, range = {}) => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listSpaceLogs({ ctx, input: { q, order, limit: 3, cursor, ...range } })
      seen.push(...page.items.map(({ message }) => message))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return seen
  }
  const from = new Date(began).toISOString()
  const to = new Date(Date.now() + 1_000).toISOString()
  expect(await pages('asc', 'split')).toEqual(written)
  expect(await pages('desc', 'split')).toEqual(written.toReversed())
  expect(await pages('desc', 'split function:cards', { from, to })).toEqual(
    written.filter((_, n) => (n % 5) % 2 === 0).toReversed(),
  )
  expect(await pages('asc', 'b3 or d0', { from })).toEqual(['split b3', 'split d0'])
  expect(await pages('asc', 'split', { to: from })).toEqual([])

  expect(await seal()).toBe(written.length)
  expect(await pages('asc', 'split')).toEqual(written)
})

test('two servers seal each line once, while readers find them all', async () => {
  for (let n = 0; n < 50; n++) log('cards', 'info', `twice ${n}`)
  await stored(platform)
  // Readers find every line at any moment of it.
  const finds = Array.from({ length: 12 }, () => find('twice', { limit: 200 }))
  await Promise.allSettled([seal(), seal()])
  for (const found of await Promise.all(finds)) expect(found).toHaveLength(50)
  await seal()
  expect(await find('twice', { limit: 200 })).toHaveLength(50)
})

test('expired segments are dropped with their files', async () => {
  const other = await space(platform, 'brief')
  const { id } = await fn(other, 'noted')
  await updateSpace({ ctx: other, input: { retention: { ...DEFAULT_RETENTION, lines: 1 } } })
  const call = { spaceId: other.space.id, functionId: id, function: 'noted', version: null, invocationId: newId() }
  platform.recorder.log(call, { time: Date.now(), level: 'info', message: 'soon gone', truncatedBytes: 0 })
  await seal()
  const listed = async () =>
    (
      await rows<{ hash: string }>(
        platform.databaseUrl,
        `select hash from log_segments where space_id = '${other.space.id}'`,
      )
    ).map(({ hash }) => hash)
  const [hash] = await listed()
  expect(await platform.blobs.has(hash!)).toBe(true)
  const later = { db: platform.db, blobs: platform.blobs, clock: { now: () => Date.now() + 2 * DAY } }
  await dropExpiredSegments(later)
  expect(await listed()).toEqual([])
  expect(await platform.blobs.has(hash!)).toBe(false)
  expect((await listSpaceLogs({ ctx: other, input: { order: 'desc', limit: 5 } })).items).toEqual([])
  expect((await find('tardy')).length).toBe(3)
  await deleteSpace({ ctx: other, input: {} })
})

test('queries are shared, and the export has every line, safe for spreadsheets', async () => {
  const save = (name: string, query: string) => putLogQuery({ ctx, input: { name, query, columns: ['order'] } })
  await save('Orders', 'order:*')
  await save('Orders', 'order:o-*')
  expect(await codeOf(save('Broken', 'level:loud'))).toBe('ValidationFailed')
  expect((await listLogQueries({ ctx, input: {} })).items).toMatchObject([{ name: 'Orders', query: 'order:o-*' }])
  log('cards', 'info', '=HYPERLINK("x"), "quoted"')
  await stored(platform)
  const read = async (input: object) =>
    (await Array.fromAsync(await exportLogs({ ctx, input: { order: 'desc', format: 'ndjson', ...input } }))).join('')
  const all = (await read({})).trimEnd().split('\n')
  expect(all.length).toBeGreaterThan(60)
  expect(JSON.parse(all[0]!)).toMatchObject({ function: 'cards', level: 'info' })
  const csv = (await read({ format: 'csv', q: 'order:* or hyperlink', columns: ['order'] })).split('\r\n')
  expect(csv[0]).toMatch(/^id,time,level,.*,order$/)
  expect(csv[1]).toContain(`,"'=HYPERLINK(""x""), ""quoted""",0,`)
  expect(csv[2]).toMatch(/,o-88241$/)
  await deleteLogQuery({ ctx, input: { name: 'Orders' } })
  expect(await codeOf(deleteLogQuery({ ctx, input: { name: 'Orders' } }))).toBe('NotFound')
})

test('a tail of the space shows some of many lines, and says how many came', async () => {
  const stop = new AbortController()
  const tail = followSpaceLogs(ctx, { q: 'flood' }, stop.signal)[Symbol.asyncIterator]()
  const first = tail.next()
  for (let n = 0; n < 5_000; n++) log(n % 2 ? 'cards' : 'checkout', 'info', `flood ${n}`)
  log('cards', 'info', 'another')
  let [shown, step] = [0, await first]
  while (!('arrived' in step.value)) {
    shown += 1
    step = await tail.next()
  }
  expect(step.value).toEqual({ arrived: 5_000, shown: 500 })
  expect(shown).toBe(500)
  stop.abort()
  await stored(platform)
  expect((await find('"flood 4999"')).length).toBe(1)
})

test('a search ends with its reader', async () => {
  const gone = AbortSignal.abort()
  expect(await codeOf(listSpaceLogs({ ctx: { ...ctx, signal: gone }, input: { order: 'desc', limit: 5 } }))).toBe(
    'Cancelled',
  )
})
