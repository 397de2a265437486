import type { InvocationRecord } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getInvocation, getMetrics, listInvocations, type SpaceCtx } from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, recordOf, space, stored } from './scene.ts'

/** The middle of a minute: everything in a test stays within it. */
const NOW = Math.floor(Date.now() / 60_000) * 60_000 + 30_000

let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ log: () => {} })
  ctx = await space(platform, 'refused')
})
afterAll(() => platform.close())

type Changes = Parameters<typeof recordOf>[2]
const refusalOf = (functionId: string, code: 'Unauthenticated' | 'Forbidden' | 'Throttled', more: Changes = {}) =>
  recordOf(ctx, functionId, {
    status: code === 'Throttled' ? 'throttled' : 'rejected',
    trigger: 'http',
    startedAt: NOW,
    output: null,
    ...more,
    report: { code, start: null, error: { name: code, message: `${code}, for once` }, ...more?.report },
  })
const listed = (name: string) => listInvocations({ ctx, input: { function: name, limit: 100 } })

async function refuseAll(records: InvocationRecord[]): Promise<string[]> {
  const ids: string[] = []
  for (const record of records) {
    const { id, room } = platform.recorder.refuse(record)
    ids.push(id)
    // oxlint-disable-next-line no-await-in-loop -- as its caller would
    await room
  }
  await stored(platform)
  return ids
}

test('refusals of one kind within a minute are one record with a count, whatever paths and addresses they name', async () => {
  const { id } = await fn(ctx, 'door')
  const records = Array.from({ length: 12_000 }, (_, n) =>
    refusalOf(id, 'Unauthenticated', {
      caller: `203.0.113.${n % 256}`,
      qualifier: `q${n}`,
      http: { method: 'GET', path: `/${n}\0${'x'.repeat(500)}`, status: 401 },
    }),
  )
  const ids = await refuseAll(records)
  expect(new Set(ids)).toEqual(new Set([records[0]!.id]))

  const { items } = await listed('door')
  expect(items).toMatchObject([
    { id: records[0]!.id, status: 'rejected', httpPath: `/0␀${'x'.repeat(500)}`, repeats: 12_000 },
  ])
  const { repeated } = await getInvocation({ ctx, input: { id: ids[0]! } })
  expect(repeated!.latest.map(({ caller }) => caller)).toEqual(
    [11_999, 11_998, 11_997, 11_996, 11_995].map((n) => `203.0.113.${n % 256}`),
  )
  expect(repeated).toMatchObject({
    lastAt: new Date(NOW).toISOString(),
    latest: [{ httpMethod: 'GET' }, {}, {}, {}, {}],
  })
  expect(repeated!.latest[0]!.httpPath).toMatch(/^\/11999␀x{193}$/)
  // Nothing of it is lost for who counts.
  const { total } = await getMetrics({ ctx, input: { fn: 'door' } })
  expect(total.statuses.rejected).toBe(12_000)
})

test('each kind has a record of its own: function, reason, trigger, version, and which function called', async () => {
  const { id } = await fn(ctx, 'kinds')
  const { id: other } = await fn(ctx, 'other')
  const kinds: Parameters<typeof refusalOf>[] = [
    [id, 'Unauthenticated'],
    [other, 'Unauthenticated'],
    [id, 'Forbidden'],
    [id, 'Throttled'],
    [id, 'Throttled', { version: 3 }],
    [id, 'Forbidden', { triggerName: 'web' }],
    [id, 'Forbidden', { trigger: 'api' }],
    [id, 'Forbidden', { trigger: 'function', caller: 'function front' }],
    [id, 'Forbidden', { trigger: 'function', caller: 'function back' }],
  ]
  const records = [...kinds, ...kinds].map((kind) => refusalOf(...kind))
  await refuseAll(records)
  const items = [...(await listed('kinds')).items, ...(await listed('other')).items]
  expect(items.map(({ repeats }) => repeats)).toEqual(kinds.map(() => 2))
})

test.each<[string, number, number[], number[]]>([
  ['the next minute begins a record of its own', 1, [0, 1, 60_000, 60_001], [2, 2]],
  ['one that waited from the minute before joins the record that is open', 2, [0, 60_000, 59_000, 60_001], [1, 3]],
  ['a clock that is set back begins anew', 3, [0, 1, -7_200_000, -7_200_001], [2, 2]],
])('%s', async (_, hours, times, repeats) => {
  const name = `after-${hours}-hours`
  const { id } = await fn(ctx, name)
  await refuseAll(times.map((ms) => refusalOf(id, 'Forbidden', { startedAt: NOW + hours * 3_600_000 + ms })))
  const { items } = await listed(name)
  expect(items.map((item) => item.repeats).toReversed()).toEqual(repeats)
})

test('an ordinary call has its own record', async () => {
  const { id } = await fn(ctx, 'plain')
  const records = [recordOf(ctx, id), recordOf(ctx, id)]
  for (const record of records) await platform.recorder.record(record)
  await stored(platform)
  expect((await listed('plain')).items).toMatchObject([{ repeats: 1 }, { repeats: 1 }])
  expect(await getInvocation({ ctx, input: { id: records[0]!.id } })).toMatchObject({ repeats: 1, repeated: null })
})

test('a space that floods the records waits, and the calls of another space do not', async () => {
  const quiet = await space(platform, 'quiet')
  const { id: loud } = await fn(ctx, 'loud')
  const { id: calm } = await fn(quiet, 'calm')
  let slowed: void | Promise<void> = undefined
  // Without a turn of the event loop in between, so nothing is written meanwhile.
  for (let n = 0; n < 30_000; n++) slowed = platform.recorder.record(recordOf(ctx, loud))
  expect(slowed).toBeInstanceOf(Promise)
  expect(platform.recorder.record(recordOf(quiet, calm))).toBeUndefined()
  await slowed
  await stored(platform)
})
