import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DifferencesQuery } from '@alcove/contract'
import { firstIdAt } from '../src/database/ids.ts'
import {
  getDifferences,
  getInvocation,
  getIssue,
  getScatter,
  getServiceGraph,
  getTrace,
  listEvents,
  listInvocations,
  listIssues,
  newId,
  type SpaceCtx,
  updateSpace,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { codeOf, fn, recordOf, space, stored } from './scene.ts'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const FROM = NOON - 3_600_000
const RANGE = { from: new Date(FROM).toISOString(), to: new Date(NOON).toISOString() }
const CALLS = 2_000
let platform: TestPlatform
let ctx: SpaceCtx

/** A function whose version 2 fails for orders in USD, and is slow on a cold start. */
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => NOON } })
  ctx = await space(platform, 'shop')
  const { id: functionId } = await fn(ctx, 'checkout')
  for (let n = 0; n < CALLS; n++) {
    const time = FROM + (n * 3_600_000) / CALLS
    const version = n % 4 === 0 ? 2 : 1
    const usd = n % 8 === 0
    const cold = n % 40 === 1
    await platform.recorder.record(
      recordOf(ctx, functionId, {
        id: firstIdAt(time).slice(0, 14) + newId().slice(14),
        startedAt: time,
        version,
        qualifier: 'live',
        traceId: 'a'.repeat(24) + String(n).padStart(8, '0'),
        status: usd && version === 2 ? 'functionError' : 'success',
        input: payload(JSON.stringify({ order: { id: n, currency: usd ? 'USD' : 'EUR' } })),
        report: {
          start: cold ? 'cold' : 'warm',
          durationMs: cold ? 900 : 50 + (n % 7),
          error: usd
            ? { name: 'TypeError', message: `no rate for order ${n}`, stack: 'at handler (index.mjs:3:9)' }
            : null,
        },
      }),
    )
  }
  await stored(platform)
})
afterAll(() => platform.close())

const payload = (text: string) => ({ text, encoding: 'utf8' as const, bytes: text.length, truncated: false })
const differences = (query: Partial<DifferencesQuery>) =>
  getDifferences({ ctx, input: { ...RANGE, these: 'failed', ...query } })
const shares = (found: Awaited<ReturnType<typeof differences>>) =>
  found.items.map(({ field, value, these, rest }) => [field, value, Math.round(these * 100), Math.round(rest * 100)])

test('a chart gets a sample of calls that is even over the range, and failures besides', async () => {
  const { points, everyFailure, everySuccess } = await getScatter({ ctx, input: RANGE })
  expect([everyFailure, everySuccess]).toEqual([true, false])
  expect(points.filter(({ status }) => status === 'functionError')).toHaveLength(CALLS / 8)
  const minutes = new Set(points.map(({ startedAt }) => Math.floor(Date.parse(startedAt) / 120_000)))
  expect(minutes.size).toBe(30)
  const cold = await getScatter({ ctx, input: { ...RANGE, start: 'cold' } })
  expect([cold.points.length, cold.everySuccess]).toEqual([CALLS / 40, true])
  expect(await codeOf(getScatter({ ctx, input: { from: RANGE.to, to: RANGE.from } }))).toBe('ValidationFailed')
})

test('what is different about failed calls is their version and their input', async () => {
  const found = await differences({ these: 'failed' })
  expect(shares(found)).toEqual([
    ['input.order.currency', 'USD', 100, 0],
    ['version', '2', 100, 14],
  ])
  expect(found.these).toEqual({ calls: CALLS / 8, sampled: false })
  expect(found.alike).toBeGreaterThan(4)
})

test('what is different about slow calls is their start', async () => {
  const found = await differences({ these: 'slow' })
  expect(found.slowerThanMs).toBeGreaterThan(50)
  expect(shares(found)[0]!.slice(0, 2)).toEqual(['start', 'cold'])
})

test('a window and an issue can be selected, and a row of them is a filter', async () => {
  const window = await differences({ these: 'window', windowMinMs: 900 })
  expect(shares(window)[0]).toEqual(['start', 'cold', 100, 0])
  expect(window.these.calls).toBe(CALLS / 40)
  const [issue] = (await listIssues({ ctx, input: { status: 'open' } })).items
  const ofIssue = await differences({ these: 'issue', issue: issue!.id })
  expect(ofIssue.these.calls).toBe(CALLS / 8)
  expect(shares(ofIssue)[0]).toEqual(['input.order.currency', 'USD', 100, 0])
  const filter = { ...RANGE, issue: issue!.id, version: 2, input: ['order.currency=USD'], limit: 200 }
  expect((await listInvocations({ ctx, input: filter })).items).toHaveLength(200)
  expect((await listInvocations({ ctx, input: { ...filter, version: 1 } })).items).toEqual([])
  expect(await codeOf(differences({ these: 'window' }))).toBe('ValidationFailed')
})

test('another space sees nothing of it', async () => {
  const other = await space(platform, 'prying')
  expect((await getScatter({ ctx: other, input: RANGE })).points).toEqual([])
  const found = await getDifferences({ ctx: other, input: { ...RANGE, these: 'failed' } })
  expect(found.these.calls).toBe(0)
})

test('an issue says once on the bus that it opened, and again when it came back', async () => {
  const [issue] = (await listIssues({ ctx, input: { status: 'open' } })).items
  const types = async () =>
    (await listEvents({ ctx, input: { limit: 10 } })).items
      .filter(({ subject }) => subject === issue!.id)
      .map(({ type }) => type)
  await expect.poll(types).toEqual(['alcove.issue.opened'])
  await platform.db.execute(`update issues set status = 'resolved', changed_at = '2026-03-10T12:00:00Z'`)
  const { functionId } = await failOnce(NOON + 1_000)
  expect((await getIssue({ ctx, input: { issue: issue!.id } })).status).toBe('open')
  await expect.poll(types).toEqual(['alcove.issue.reopened', 'alcove.issue.opened'])
  expect(functionId).toBeTruthy()
})

test('spans are kept with their call; of ordinary calls only some', async () => {
  const { id: functionId } = await fn(ctx, 'spans')
  const spans = {
    spans: [
      {
        id: '1'.repeat(16),
        parentId: null,
        name: 'GET cards.example',
        kind: 'client' as const,
        startedAt: NOON + 5,
        durationMs: 12.3456789,
        error: '503',
        attributes: { 'http.response.status_code': 503 },
      },
    ],
    dropped: 2,
  }
  const made = Array.from({ length: 30 }, (_, n) =>
    recordOf(ctx, functionId, {
      startedAt: NOON,
      traceId: 'c'.repeat(32),
      trigger: 'function',
      status: n === 29 ? 'timeout' : 'success',
      report: { spans },
    }),
  )
  for (const record of made) await platform.recorder.record(record)
  await stored(platform)
  const { calls } = await getTrace({ ctx, input: { traceId: 'c'.repeat(32) } })
  expect(calls.filter((call) => call.spans.length > 0)).toHaveLength(21)
  expect(calls.at(-1)).toMatchObject({ status: 'timeout', droppedSpans: 2 })
  const { startedAt: _startedAt, ...span } = spans.spans[0]!
  expect(calls.at(-1)!.spans).toEqual([{ ...span, startMs: 5, durationMs: 12.346 }])
  expect(calls.filter((call) => call.droppedSpans === 3)).toHaveLength(9)
  expect(await getInvocation({ ctx, input: { id: made[0]!.id } })).toMatchObject({
    instanceId: made[0]!.report.instanceId,
  })

  await updateSpace({ ctx, input: { spanSampling: { perSecond: 2, slowMs: 50 } } })
  for (let n = 0; n < 5; n++) {
    const report = { spans, durationMs: n === 4 ? 60 : 10 }
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await platform.recorder.record(
      recordOf(ctx, functionId, { startedAt: NOON + 2_000, traceId: 'd'.repeat(32), trigger: 'function', report }),
    )
  }
  await stored(platform)
  const ruled = (await getTrace({ ctx, input: { traceId: 'd'.repeat(32) } })).calls
  expect(ruled.map((call) => call.spans.length)).toEqual([1, 1, 0, 0, 1])
})

test('the service graph counts what is not kept of ordinary calls, and failures as often as there were', async () => {
  const { id: functionId } = await fn(ctx, 'charge')
  const startedAt = NOON + 120_000
  const record = async (
    count: number,
    status: 'success' | 'functionError',
    durationMs: number,
    error: string | null,
  ) => {
    const attributes = { 'server.address': 'cards.example' }
    const span = {
      id: '2'.repeat(16),
      parentId: null,
      name: 'GET',
      kind: 'client' as const,
      startedAt,
      durationMs,
      error,
    }
    const spans = { spans: [{ ...span, attributes }], dropped: 0 }
    for (let n = 0; n < count; n++) {
      const id = firstIdAt(startedAt).slice(0, 14) + newId().slice(14)
      const report = { durationMs, ...(durationMs > 0 && { spans }) }
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await platform.recorder.record(recordOf(ctx, functionId, { id, startedAt, status, report }))
    }
  }
  // Two of the ordinary calls keep their spans, by the rule that the test above sets.
  await record(80, 'success', 10, null)
  await record(16, 'functionError', 30, '503')
  await record(4, 'success', 900, null)
  await record(40, 'success', 0, null)
  await stored(platform)
  const range = { from: new Date(startedAt - 60_000).toISOString(), to: new Date(startedAt + 60_000).toISOString() }
  const { reaches } = await getServiceGraph({ ctx, input: range })
  expect(reaches).toEqual([
    { from: 'charge', kind: 'host', name: 'cards.example', calls: 100, failures: 16, p95Ms: 30 },
  ])
})

async function failOnce(startedAt: number) {
  const [call] = (await listInvocations({ ctx, input: { limit: 1, function: 'checkout', status: ['functionError'] } }))
    .items
  const detail = await getInvocation({ ctx, input: { id: call!.id } })
  const { functionId } = (
    await platform.pool.query<{ functionId: string }>(
      `select function_id as "functionId" from invocations where id = $1`,
      [call!.id],
    )
  ).rows[0]!
  await platform.recorder.record(
    recordOf(ctx, functionId, { startedAt, status: 'functionError', version: 2, report: { error: detail.error } }),
  )
  await stored(platform)
  return { functionId }
}
