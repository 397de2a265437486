import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Invocation, INVOCATION_STATUSES, InvocationDetail } from '@alcove/contract'
import { firstIdAt } from '../src/database/ids.ts'
import { findFunction } from '../src/spaces/find-function.ts'
import {
  getInvocation,
  getMetrics,
  sampleLoad,
  getOverview,
  getSpaceMetrics,
  getTrigger,
  countLogs,
  listInvocations,
  listLogs,
  listVersions,
  newId,
  publishVersion,
  putAlias,
  putTrigger,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, fn, person, recordOf, ROOT, space, stored } from './scene.ts'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const MINUTE = 60_000
let platform: TestPlatform
let now = NOON
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'measured')
})
afterAll(() => platform.close())

const OTHER_INSTANCE = '0199b0e0-0000-7000-8000-00000000000f'
const payload = (text: string) => ({ text, encoding: 'utf8' as const, bytes: text.length, truncated: false })

/** A call's id begins with its time, as that of a call of then would. */
const at = (time: number) => ({ id: firstIdAt(time).slice(0, 14) + newId().slice(14), startedAt: time })
describe('listInvocations()', () => {
  let functionId: string
  beforeAll(async () => {
    functionId = (await fn(ctx, 'filtered')).id
    await publishVersion({ ctx, input: { fn: 'filtered', description: '' } })
    const records = [
      recordOf(ctx, functionId, {
        ...at(NOON - 6_000),
        version: 1,
        qualifier: '1',
        input: payload('{"order":{"currency":"EUR"}}'),
        report: {
          start: 'cold',
          durationMs: 500,
          instanceId: OTHER_INSTANCE,
          phases: { queue: 20, sandbox: 100, init: 80, handler: 290, response: 10 },
        },
      }),
      recordOf(ctx, functionId, {
        ...at(NOON - 5_000),
        version: 1,
        qualifier: 'live',
        trigger: 'http',
        triggerName: 'web',
        caller: 'function cart',
        input: payload('{"order":{"currency":"USD"}}'),
        http: { method: 'GET', path: '/users/100%', status: 200 },
      }),
      recordOf(ctx, functionId, {
        ...at(NOON - 4_000),
        status: 'functionError',
        input: payload(String.raw`{"body":"{\"id\":7}"}`),
        report: { error: { name: 'TypeError', message: `${'x'.repeat(300)} needle` } },
      }),
      recordOf(ctx, functionId, {
        ...at(NOON - 3_000),
        status: 'timeout',
        traceId: 'b'.repeat(32),
        // JSON that jsonb cannot hold.
        input: payload(String.raw`{"order":{"currency":"\u0000"},"body":"{\"id\":\"\\ud800\"}"}`),
      }),
      recordOf(ctx, functionId, { ...at(NOON - 2_000), status: 'throttled', report: { start: null, durationMs: 0 } }),
    ]
    for (const record of records) await platform.recorder.record(record)
    await stored(platform)
  })

  test.for([
    ['everything, newest first', {}, [2, 3, 4, 5, 6]],
    ['one status', { status: ['timeout'] }, [3]],
    ['several statuses', { status: ['timeout', 'success'] }, [3, 5, 6]],
    ['a version', { version: 1 }, [5, 6]],
    ['the draft', { version: 'draft' }, [2, 3, 4]],
    ['a qualifier', { qualifier: 'live' }, [5]],
    ['a trigger', { trigger: 'http' }, [5]],
    ['a kind of start', { start: 'cold' }, [6]],
    ['a time range', { from: new Date(NOON - 5_000).toISOString(), to: new Date(NOON - 3_000).toISOString() }, [4, 5]],
    ['a duration', { minDurationMs: 500 }, [6]],
    ['durations up to one', { maxDurationMs: 9 }, [2]],
    ['a memory that no column can hold', { minMemoryMb: 1e308 }, []],
    ['the name of a trigger', { triggerName: 'web' }, [5]],
    ['a caller', { caller: 'function cart' }, [5]],
    ['an instance', { instance: OTHER_INSTANCE }, [6]],
    ['a trace', { trace: 'b'.repeat(32) }, [3]],
    ['a field of the input', { input: ['order.currency=USD'] }, [5]],
    ['a field that is there', { input: ['order.currency=*'] }, [5, 6]],
    ['a field of a body', { input: ['body.id=7'] }, [4]],
    ['several fields', { input: ['order.currency=USD', 'order.id=1'] }, []],
    ['text of the input', { q: 'usd' }, [5]],
    ['text of the error beyond its summary', { q: 'NEEDLE' }, [4]],
    ['text of the path, taken literally', { q: '100%' }, [5]],
    ['the end of the id of a trace', { q: 'BBBBBBBB' }, [3]],
    ['a trace by the end of its id', { trace: 'bbbbbbbb' }, [3]],
    ['an underscore that is no wildcard', { q: 'T_pe' }, []],
  ] as const)('finds %s', async ([, filter, seconds]) => {
    const { items } = await listInvocations({ ctx, input: { function: 'filtered', limit: 50, ...filter } as never })
    expect(items.map((item) => (NOON - Date.parse(item.startedAt)) / 1000)).toEqual(seconds)
  })

  test('finds an invocation by its id, and shows it only in its space', async () => {
    const { items } = await listInvocations({ ctx, input: { limit: 1 } })
    const shown = await listInvocations({ ctx, input: { limit: 9, q: items[0]!.id.slice(-8) } })
    expect(shown.items.map(({ id }) => id)).toEqual([items[0]!.id])
    const { id } = items[0]!
    expect((await listInvocations({ ctx, input: { limit: 5, q: id } })).items).toHaveLength(1)
    expect(await getInvocation({ ctx, input: { id } })).toMatchObject({ id, space: 'measured', input: { text: '{}' } })
    const other = await space(platform, 'prying')
    expect(await codeOf(getInvocation({ ctx: other, input: { id } }))).toBe('NotFound')
    expect((await listInvocations({ ctx: other, input: { limit: 5, q: id } })).items).toEqual([])
    expect(await codeOf(getInvocation({ ctx, input: { id: 'x' } }))).toBe('NotFound')
  })

  test('tells the start of a call from its handler', async () => {
    const startOf = async (filter: object) =>
      (await listInvocations({ ctx, input: { function: 'filtered', limit: 1, ...filter } as never })).items[0]?.startMs
    expect(await startOf({ start: 'cold' })).toBe(200)
    expect(await startOf({ qualifier: 'live' })).toBe(0)
  })

  test('shows the fields of the contract and no other column', async () => {
    const { items } = await listInvocations({ ctx, input: { limit: 1 } })
    const one = await getInvocation({ ctx, input: { id: items[0]!.id } })
    expect(Object.keys(items[0]!).sort()).toEqual(Object.keys(Invocation.shape).sort())
    expect(Object.keys(one).sort()).toEqual(Object.keys(InvocationDetail.shape).sort())
  })

  test('pages are stable while calls come in, and neither repeat nor leave out one', async () => {
    const { id } = await fn(ctx, 'paged')
    for (let n = 0; n < 25; n++) await platform.recorder.record(recordOf(ctx, id, at(NOON + n)))
    await stored(platform)
    const seen: number[] = []
    let cursor: string | null | undefined
    do {
      const page = await listInvocations({ ctx, input: { function: 'paged', limit: 10, cursor: cursor ?? undefined } })
      seen.push(...page.items.map((item) => Date.parse(item.startedAt) - NOON))
      cursor = page.nextCursor
      await platform.recorder.record(recordOf(ctx, id, at(NOON + 1_000 + seen.length)))
      await stored(platform)
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => 24 - n))
  })
})

test('listLogs() finds lines by every filter, in both orders, page by page', async () => {
  const { id } = await fn(ctx, 'logged')
  const [one, two] = [newId(), newId()]
  const call = { spaceId: ctx.space.id, functionId: id, function: 'logged' }
  const began = Date.now()
  for (let n = 0; n < 10; n++) {
    const level = n % 2 ? 'error' : 'info'
    const of = n < 5 ? { ...call, invocationId: one, version: 1 } : { ...call, invocationId: two, version: null }
    platform.recorder.log(of, {
      time: began - 10_000 + n * 1_000,
      level,
      message: `Line ${n}_`,
      truncatedBytes: 0,
    })
  }
  await stored(platform)
  const find = async (input: object) => {
    const { items } = await listLogs({ ctx, input: { fn: 'logged', limit: 50, order: 'asc', ...input } })
    return items.map(({ message }) => Number(message.slice(5, 6)))
  }
  expect(await find({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(await find({ order: 'desc', limit: 3 })).toEqual([9, 8, 7])
  expect(await find({ level: ['error'] })).toEqual([1, 3, 5, 7, 9])
  expect(await find({ invocation: two })).toEqual([5, 6, 7, 8, 9])
  expect(await find({ version: 'draft' })).toEqual([5, 6, 7, 8, 9])
  expect(await find({ version: 1, q: 'LINE 4_' })).toEqual([4])
  expect(await find({ from: new Date(began - 5_500).toISOString() })).toEqual([5, 6, 7, 8, 9])
  const first = await listLogs({ ctx, input: { fn: 'logged', limit: 4, order: 'desc' } })
  expect(await find({ order: 'desc', cursor: first.nextCursor })).toEqual([5, 4, 3, 2, 1, 0])
})

test('lines are found by the end of the id of their call, which is what the console shows', async () => {
  const ctx = await space(platform, 'short-ids')
  const { id: functionId } = await fn(ctx, 'shown')
  const call = recordOf(ctx, functionId)
  await platform.recorder.record(call)
  const of = { spaceId: ctx.space.id, functionId, function: 'shown', version: null }
  for (const [invocationId, level] of [
    [call.id, 'info'],
    [call.id, 'error'],
    [newId(), 'error'],
  ] as const) {
    platform.recorder.log({ ...of, invocationId }, { time: Date.now(), level, message: level, truncatedBytes: 0 })
  }
  await stored(platform)
  const q = call.id.slice(-8)
  const found = async (input: object) =>
    (await listLogs({ ctx, input: { fn: 'shown', limit: 9, order: 'asc', q, ...input } })).items.map(
      ({ level }) => level,
    )
  expect(await found({})).toEqual(['info', 'error'])
  expect(await found({ level: ['error'] })).toEqual(['error'])
  const range = { from: new Date(Date.now() - MINUTE).toISOString(), to: new Date(Date.now() + MINUTE).toISOString() }
  expect((await countLogs({ ctx, input: { ...range, q, steps: 10 } })).total).toBe(2)
})

describe('metrics', () => {
  let durations: number[]
  beforeAll(async () => {
    now = NOON + 3600_000
    const { id } = await fn(ctx, 'charted')
    for (let n = 0; n < 2; n++) await publishVersion({ ctx, input: { fn: 'charted', description: '' } })
    durations = Array.from({ length: 1_000 }, (_, n) => 1 + ((n * 7919) % 3_000))
    for (const [n, durationMs] of durations.entries()) {
      const version = n % 2 ? 1 : 2
      const startedAt = NOON + (n % 50) * MINUTE + 500
      await platform.recorder.record(
        recordOf(ctx, id, {
          startedAt,
          version,
          report: { durationMs, concurrency: n % 17, peakMemoryMb: 20 + (n % 30), start: n < 10 ? 'cold' : 'warm' },
        }),
      )
    }
    for (const status of INVOCATION_STATUSES) {
      const refused = status === 'throttled' || status === 'rejected'
      await platform.recorder.record(
        recordOf(ctx, id, {
          startedAt: NOON,
          status,
          report: refused ? { start: null, durationMs: 0 } : { durationMs: 100 },
        }),
      )
    }
    await stored(platform)
    now = NOON + 10 * MINUTE
    await putAlias({
      ctx,
      input: { fn: 'charted', alias: 'live', version: 1, additional: { version: 2, weight: 0.25 } },
    })
    now = NOON + 3600_000
  })

  const range = { from: new Date(NOON).toISOString(), to: new Date(NOON + 3600_000).toISOString() }

  test('count every status once, fill gaps and mark releases', async () => {
    const metrics = await getMetrics({ ctx, input: { fn: 'charted', ...range, step: 300 } })
    expect(metrics.points).toHaveLength(12)
    expect(metrics.points.map(({ time }) => (Date.parse(time) - NOON) / MINUTE)).toEqual(
      Array.from({ length: 12 }, (_, n) => n * 5),
    )
    expect(metrics.points[0]!.statuses).toEqual({
      ...Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 1])),
      success: 101,
    })
    expect(metrics.points[11]).toMatchObject({
      invocations: 0,
      durationMs: { p50: null, max: null },
      concurrency: 0,
      peakMemoryMb: null,
    })
    expect(metrics.total).toMatchObject({
      invocations: 1_010,
      errors: 6,
      throttled: 1,
      coldStarts: 10,
      concurrency: 16,
      peakMemoryMb: 49,
    })
    expect(metrics.releases).toEqual([
      { at: new Date(NOON + 10 * MINUTE).toISOString(), function: 'charted', alias: 'live', version: 1, weight: 0.75 },
    ])
  })

  test('are split by version and trigger, with what calls cost and used', async () => {
    const split = async (by: 'version' | 'qualifier' | 'trigger') =>
      (await getMetrics({ ctx, input: { fn: 'charted', ...range, step: 3600, split: by } })).series
    expect((await split('version')).map(({ key, total }) => [key, total.invocations])).toEqual([
      ['1', 500],
      ['2', 500],
      ['draft', 10],
    ])
    const [first] = await split('trigger')
    const one = { fn: 'charted', ...range, trigger: first!.key }
    expect((await getMetrics({ ctx, input: one })).total).toEqual(first!.total)
    expect((await getMetrics({ ctx, input: { ...one, trigger: 'timer:absent' } })).total.invocations).toBe(0)
    expect((await split('qualifier'))[0]!.points).toHaveLength(1)
  })

  test('sample instances of servers together, and tasks that wait', async () => {
    const { id } = await findFunction(ctx, 'charted')
    const live = [1, 2, 3].map(() => ({ functionId: id, revision: 'none' }))
    await sampleLoad(platform, live)
    await sampleLoad(platform, live.slice(1))
    const to = new Date(now + MINUTE).toISOString()
    const { total } = await getMetrics({ ctx, input: { fn: 'charted', ...range, to } })
    expect([total.instances, total.tasks]).toEqual([5, 0])
  })

  test('give percentiles within 5 % of the exact ones, whatever the step', async () => {
    const sorted = [...durations, ...Array<number>(8).fill(100)].sort((a, b) => a - b)
    const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    for (const step of [60, 300, 3600]) {
      const { total, points } = await getMetrics({ ctx, input: { fn: 'charted', ...range, step } })
      for (const [name, share] of [
        ['p50', 0.5],
        ['p95', 0.95],
        ['p99', 0.99],
      ] as const) {
        expect(Math.abs(total.durationMs[name]! - exact(share)) / exact(share)).toBeLessThan(0.05)
      }
      expect(total.durationMs.max).toBe(Math.max(...durations))
      expect(points.reduce((sum, point) => sum + point.invocations, 0)).toBe(1_010)
    }
  })

  test('can be limited to one version, the draft or the space', async () => {
    expect((await getMetrics({ ctx, input: { fn: 'charted', ...range, version: 1 } })).total.invocations).toBe(500)
    expect((await getMetrics({ ctx, input: { fn: 'charted', ...range, version: 'draft' } })).total.invocations).toBe(10)
    expect((await getSpaceMetrics({ ctx, input: range })).total.invocations).toBeGreaterThanOrEqual(1_010)
    const { items } = await listVersions({ ctx, input: { fn: 'charted', limit: 10 } })
    expect(items.map(({ last24h }) => last24h.invocations)).toEqual([500, 500])
  })

  test('refuse invalid ranges', async () => {
    const refused = [
      { from: range.to, to: range.from },
      { from: range.from, to: range.from },
      { from: '2020-01-01T00:00:00Z', step: 60 },
    ]
    for (const input of refused)
      expect(await codeOf(getMetrics({ ctx, input: { fn: 'charted', ...input } }))).toBe('ValidationFailed')
  })

  test('the overview compares with the range before and names what needs attention', async () => {
    now = NOON + 3600_000
    const overview = await getOverview({ ctx: as(platform, ROOT), input: { range: '1h', space: 'measured' } })
    expect(overview.previous.invocations).toBe(5)
    const same = { from: new Date(NOON).toISOString(), to: new Date(now).toISOString() }
    expect(await getOverview({ ctx: as(platform, ROOT), input: { range: '24h', space: 'measured', ...same } })).toEqual(
      overview,
    )
    expect(overview.attention).toMatchObject([{ function: 'charted', count: 6, of: 1_010, health: 'healthy' }])
    expect(overview.failingFunctions).toBe(1)
    expect(overview.functions.map(({ health }) => health)).toEqual(['degraded', 'healthy', 'healthy', 'idle'])
    const stranger = await person(platform, 'stranger')
    expect(await getOverview({ ctx: as(platform, stranger), input: { range: '24h' } })).toMatchObject({
      functionCount: 0,
      attention: [],
      functions: [],
    })
  })

  test('a trigger counts the calls that it caused', async () => {
    const { id } = await fn(ctx, 'triggered')
    await putTrigger({
      ctx,
      input: {
        fn: 'triggered',
        trigger: 'web',
        type: 'http',
        qualifier: 'draft',
        enabled: true,
        config: { auth: 'none' },
      },
    })
    for (const status of ['success', 'functionError', 'throttled'] as const) {
      await platform.recorder.record(
        recordOf(ctx, id, { status, trigger: 'http', triggerName: 'web', startedAt: now - 5_000 }),
      )
    }
    await stored(platform)
    expect(await getTrigger({ ctx, input: { fn: 'triggered', trigger: 'web' } })).toMatchObject({
      last24h: { invocations: 3, failures: 1 },
      lastFiredAt: new Date(now - 5_000).toISOString(),
    })
  })
})
