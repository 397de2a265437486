import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type Postgres } from '@alcove/storage'
import { EVERY_LINE, type LogLine } from '@alcove/contract'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  getInvocation,
  getMetrics,
  listInvocations,
  listLogs,
  logFilterOf,
  newId,
  type SpaceCtx,
} from '../src/index.ts'
import { openPool } from '../src/database/connect.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, recordOf, space, stored } from './scene.ts'

let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ log: () => {} })
  ctx = await space(platform, 'recorded')
})
afterAll(() => platform.close())

const callOf = (functionId: string, name: string, invocationId: string) => ({
  spaceId: ctx.space.id,
  functionId,
  function: name,
  version: null,
  invocationId,
})
const line = (message: string) => ({ time: Date.now(), level: 'info', message, truncatedBytes: 0 }) as const
const count = async (on: TestPlatform, statement: string) =>
  (await on.pool.query<{ count: number }>(`select count(*)::int as count from ${statement}`)).rows[0]!.count

/** Kills the current server process, which may still be starting after an earlier kill. */
async function kill(postgres: Postgres): Promise<void> {
  await expect.poll(() => stat(`/proc/${postgres.pid}`)).toBeDefined()
  process.kill(postgres.pid, 'SIGKILL')
}

test('nothing accepted is lost while PostgreSQL is killed three times under 10,000 calls', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-recorder-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const postgres = await startPostgres({ dataFolder: folder, log: () => {} })
  onTestFinished(() => postgres.stop())
  const own = await openTestPlatform({ databaseUrl: postgres.url, log: () => {} })
  const inside = await space(own, 'stormy')
  const { id: functionId } = await fn(inside, 'busy')

  for (let n = 0; n < 10_000; n++) {
    const record = recordOf(inside, functionId)
    own.recorder.log({ ...callOf(functionId, 'busy', record.id), spaceId: inside.space.id }, line(`call ${n}`))
    await own.recorder.record(record)
    if (n % 3_000 === 2_000) await kill(postgres)
    if (n % 100 === 0) await sleep(5)
  }
  await expect.poll(() => own.recorder.flush()).toBe(true)

  expect(await count(own, 'invocations')).toBe(10_000)
  expect(await count(own, 'log_lines')).toBe(10_000)
  const { rows } = await own.pool.query(
    'select sum(success)::int as calls, sum((select sum(packed & 1099511627775) from unnest(durations) packed))::int as timed from metric_minutes',
  )
  expect(rows).toEqual([{ calls: 10_000, timed: 10_000 }])
  const logged = await own.pool.query<{ message: string }>('select message from log_lines order by id')
  expect(logged.rows.map(({ message }) => message)).toEqual(Array.from({ length: 10_000 }, (_, n) => `call ${n}`))
  await own.close()
})

test('a batch whose commit was not acknowledged is not written twice', async () => {
  const { id } = await fn(ctx, 'once')
  const { writeBatch } = await import('../src/records/recorder/write-batch.ts')
  const { Batch } = await import('../src/records/recorder/batch.ts')
  const batch = new Batch()
  batch.addInvocation(recordOf(ctx, id))
  const batchId = newId()
  const pool = openPool({ connectionString: platform.databaseUrl })
  onTestFinished(() => pool.end())
  await writeBatch(pool, batchId, batch)
  await writeBatch(pool, batchId, batch)
  const metrics = await getMetrics({ ctx, input: { fn: 'once' } })
  expect(metrics.total.invocations).toBe(1)
})

test('text that PostgreSQL refuses is stored with visible signs in place of the refused characters', async () => {
  const { id } = await fn(ctx, 'odd')
  const odd = 'a\0b\ud800c\\u0000d\u2028é🎈'
  const shown = 'a␀b\ufffdc\\u0000d\u2028é🎈'
  const record = recordOf(ctx, id, {
    status: 'functionError',
    http: { method: 'GET', path: `/${odd}`, status: 502 },
    output: { text: odd, encoding: 'utf8', bytes: 30, truncated: false },
    report: { error: { name: odd, message: odd, stack: odd } },
  })
  platform.recorder.log(callOf(id, 'odd', record.id), line(odd))
  await platform.recorder.record(record)
  await stored(platform)
  expect(await getInvocation({ ctx, input: { id: record.id } })).toMatchObject({
    httpPath: `/${shown}`,
    output: { text: shown },
    error: { name: shown, message: shown, stack: shown },
    logs: [{ message: shown }],
  })
  const found = await listInvocations({ ctx, input: { function: 'odd', q: 'B\ufffdC', limit: 10 } })
  expect(found.items).toHaveLength(1)
})

test('a record that cannot be stored does not affect the others', async () => {
  const { id } = await fn(ctx, 'poisoned')
  const records = Array.from({ length: 50 }, () => recordOf(ctx, id))
  const bad = { ...recordOf(ctx, id), id: 'no uuid' }
  records.splice(20, 0, bad, recordOf(ctx, id, { memoryMb: 1e12 }))
  for (const record of records) await platform.recorder.record(record)
  await stored(platform)
  expect(await count(platform, `invocations where function_id = '${id}'`)).toBe(50)
  expect((await getMetrics({ ctx, input: { fn: 'poisoned' } })).total.invocations).toBe(50)
})

test('a record that only the database refuses is isolated, and the others are stored', async () => {
  const { id } = await fn(ctx, 'twice')
  const records = Array.from({ length: 50 }, () => recordOf(ctx, id))
  records.splice(20, 0, { ...recordOf(ctx, id), id: records[3]!.id })
  for (const record of records) {
    await platform.recorder.record(record)
    platform.recorder.log(callOf(id, 'twice', record.id), line('kept'))
  }
  await stored(platform)
  expect(await count(platform, `invocations where function_id = '${id}'`)).toBe(50)
  expect(await count(platform, `log_lines where function_id = '${id}'`)).toBe(51)
  // The call happened: only its record could not be stored.
  expect((await getMetrics({ ctx, input: { fn: 'twice' } })).total.invocations).toBe(51)
})

test('records and lines of a deleted function are dropped, and others are not', async () => {
  const { id } = await fn(ctx, 'alive')
  const gone = newId()
  await platform.recorder.record(recordOf(ctx, gone))
  await platform.recorder.record(recordOf(ctx, id))
  platform.recorder.log(callOf(gone, 'gone', newId()), line('nobody receives'))
  await stored(platform)
  expect(await count(platform, `invocations where function_id = '${gone}'`)).toBe(0)
  expect(await count(platform, `invocations where function_id = '${id}'`)).toBe(1)
  expect(await count(platform, `log_lines where function_id = '${gone}'`)).toBe(0)
})

test('a caller waits while too much is queued, and continues when it is written', async () => {
  const { id } = await fn(ctx, 'pressed')
  let slowed: void | Promise<void> = undefined
  let accepted = 0
  while (!slowed) {
    slowed = platform.recorder.record(recordOf(ctx, id))
    accepted += 1
  }
  await slowed
  await stored(platform)
  expect(await count(platform, `invocations where function_id = '${id}'`)).toBe(accepted)
})

test('close() writes what still waits', async () => {
  const other = await openTestPlatform({ databaseUrl: platform.databaseUrl })
  const { id } = await fn(ctx, 'closing')
  for (let n = 0; n < 1_000; n++) await other.recorder.record(recordOf(ctx, id))
  await other.close()
  expect(await count(platform, `invocations where function_id = '${id}'`)).toBe(1_000)
})

test('a tail receives the lines of its own function, filtered, in order, and ends with its signal', async () => {
  const { id } = await fn(ctx, 'tailed')
  const { id: other } = await fn(ctx, 'beside')
  const stop = new AbortController()
  const received: LogLine[] = []
  const filter = { spaceId: ctx.space.id, functionId: id, filter: logFilterOf({ q: 'KEEP', level: ['info'] }) }
  const tail = (async () => {
    for await (const each of platform.tail.subscribe(filter, stop.signal)) received.push(each)
  })()
  await sleep(0)
  const invocationId = newId()
  platform.recorder.log(callOf(id, 'tailed', invocationId), line('keep 1'))
  platform.recorder.log(callOf(id, 'tailed', invocationId), line('drop'))
  platform.recorder.log(callOf(id, 'tailed', invocationId), { ...line('keep, but loud'), level: 'error' })
  platform.recorder.log(callOf(other, 'beside', invocationId), line('keep, but elsewhere'))
  platform.recorder.log(callOf(id, 'tailed', invocationId), line('keep 2'))
  await expect.poll(() => received.map(({ message }) => message)).toEqual(['keep 1', 'keep 2'])
  stop.abort()
  await tail
  await stored(platform)
  // The same ids as in the log, so that a reader can go on from one in the other.
  const { items } = await listLogs({
    ctx,
    input: { fn: 'tailed', q: 'keep', level: ['info'], order: 'asc', limit: 10 },
  })
  expect(items).toEqual(received)
})

test('a tail that falls behind learns how much it missed, and the log has everything', async () => {
  const { id } = await fn(ctx, 'flood')
  const stop = new AbortController()
  const tail = platform.tail
    .subscribe({ spaceId: ctx.space.id, functionId: id, filter: EVERY_LINE }, stop.signal)
    [Symbol.asyncIterator]()
  const first = tail.next()
  const invocationId = newId()
  for (let n = 0; n < 3_000; n++) platform.recorder.log(callOf(id, 'flood', invocationId), line(`line ${n}`))
  const received = [(await first).value.message]
  while (!received.at(-1)!.includes('skipped')) received.push((await tail.next()).value!.message)
  expect(received).toHaveLength(1_001)
  expect(received.at(-1)).toMatch(/^2000 lines skipped/)
  stop.abort()
  await stored(platform)
  expect(await count(platform, `log_lines where function_id = '${id}'`)).toBe(3_000)
})
