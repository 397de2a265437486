import { billedMs, type CallReport } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const month = new Date().toISOString().slice(0, 7)
const get = async (path: string) => (await alcove.api('GET', path)).body
const ECHO = '/spaces/shop/functions/echo'

test('usage equals the exact sum over invocations, by every grouping', async () => {
  await alcove.api('POST', `${ECHO}/versions`, {})
  await alcove.api('PUT', `${ECHO}/aliases/live`, { version: 1 })
  await alcove.api('PUT', `${ECHO}/triggers/web`, { type: 'http', qualifier: 'live', config: { auth: 'none' } })
  await alcove.deploy('shop', 'throws', 'export const handler = async () => { throw new Error("no") }', {
    memoryMb: 128,
  })
  const from = new Date(Date.now() - 3600_000).toISOString()
  for (let n = 0; n < 10; n++) {
    // oxlint-disable-next-line no-await-in-loop -- calls of each kind
    await Promise.all([
      alcove.api('POST', `${ECHO}/invocations`, { n }),
      alcove.api('POST', `${ECHO}/invocations?qualifier=live`, { n }),
      alcove.api('POST', '/spaces/shop/functions/throws/invocations', { n }),
      fetch(`${alcove.gatewayOrigin}/fn/shop/echo`, { method: 'POST', body: 'x'.repeat(n) }),
      // Refused: it costs nothing.
      alcove.api('POST', `${ECHO}/invocations?qualifier=absent`, { n }),
    ])
  }
  const [echo, throws] = await Promise.all(
    ['echo', 'throws'].map(async (fn) => {
      const { items } = await get(`/spaces/shop/functions/${fn}/invocations?limit=200`)
      return Promise.all(
        items
          .filter(({ status }: { status: string }) => status !== 'rejected')
          .map(({ id }: { id: string }) => get(`/spaces/shop/invocations/${id}`)),
      )
    }),
  )
  const sumOf = (calls: { billedMs: number; memoryMb: number; input: Sized; output: Sized }[]) => ({
    calls: calls.length,
    billedMs: calls.reduce((sum, call) => sum + call.billedMs, 0),
    mbMs: calls.reduce((sum, call) => sum + call.billedMs * call.memoryMb, 0),
    bytesIn: calls.reduce((sum, call) => sum + (call.input?.bytes ?? 0), 0),
    bytesOut: calls.reduce((sum, call) => sum + (call.output?.bytes ?? 0), 0),
  })
  const all = sumOf([...echo!, ...throws!])
  expect(all.calls).toBe(40)
  expect(all.bytesIn).toBeGreaterThan(0)
  const byFunction = await get(`/spaces/shop/usage?from=${from}`)
  expect(byFunction.total).toMatchObject(all)
  const itemOf = (key: string) => byFunction.items.find((item: { key: string }) => item.key === key)
  expect(itemOf('echo')).toMatchObject(sumOf(echo!))
  expect(itemOf('throws')).toMatchObject(sumOf(throws!))
  const parts = ['version', 'alias', 'trigger', 'caller', 'day', 'hour'].map(async (by) => {
    const { items } = await get(`/spaces/shop/usage?from=${from}&by=${by}`)
    return items.reduce((sum: number, { mbMs }: { mbMs: number }) => sum + mbMs, 0)
  })
  expect(await Promise.all(parts)).toEqual(parts.map(() => all.mbMs))
  const { items: versions } = await get(`/spaces/shop/usage?from=${from}&by=version`)
  expect(versions).toContainEqual(expect.objectContaining({ function: 'echo', key: '1', calls: 20 }))
})

/** Of FOCUS 1.2. */
const FOCUS_MANDATORY = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
]

interface Sized {
  bytes: number
}

test('without a price list there are only units; with one there is a statement, less the free tier, and its CSV', async () => {
  expect((await get('/spaces/shop/usage')).total.cost).toBeNull()
  // A statement reads whole days, and the page of usage the hours of today.
  const used = (await get('/spaces/shop/usage')).total
  const unpriced = await get(`/spaces/shop/statements/${month}`)
  expect(unpriced).toMatchObject({ total: null, currency: null, final: false })
  const quantity = (kind: string) =>
    unpriced.lines
      .filter((line: { kind: string }) => line.kind === kind)
      .reduce((sum: number, line: { quantity: number }) => sum + line.quantity, 0)
  expect(quantity('calls')).toBe(used.calls)
  expect(quantity('compute')).toBeCloseTo(used.gbSeconds, 9)
  expect(quantity('egress')).toBeCloseTo(used.bytesOut / 1e9, 12)
  const prices = { currency: 'EUR', perMillionCalls: 1_000_000, perGbSecond: 0, perGbOut: 0, freeCalls: 15 }
  const put = await alcove.api('PUT', '/prices', prices)
  expect(put).toMatchObject({ status: 200, body: { current: prices, history: [prices] } })

  const { total } = await get('/spaces/shop/usage')
  expect([total.cost, total.costPerMillion]).toEqual([total.calls, 1_000_000])
  const statement = await get(`/spaces/shop/statements/${month}`)
  expect(statement).toMatchObject({ currency: 'EUR', total: total.calls - 15, forecast: null })
  expect(statement.lines).toContainEqual({
    kind: 'freeCalls',
    function: null,
    key: null,
    quantity: 15,
    unit: 'calls',
    unitPrice: null,
    cost: -15,
  })
  const csv: string = await get(`/spaces/shop/statements/${month}?format=csv`)
  const [head, ...rows] = csv.trimEnd().split('\r\n')
  const [first] = rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [head!.split(',')[at]!, cell])))
  expect(Object.keys(first!)).toEqual(expect.arrayContaining(FOCUS_MANDATORY))
  expect(first).toMatchObject({
    BillingPeriodStart: `${month}-01T00:00:00Z`,
    ChargePeriodEnd: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
    ChargeCategory: 'Usage',
    BillingCurrency: 'EUR',
    PricingUnit: 'Requests',
    BillingAccountId: 'shop',
  })
  expect(rows).toHaveLength(statement.lines.length)
  expect((await alcove.api('GET', '/spaces/shop/statements/2026-13')).status).toBe(400)
  const days: string = await get('/spaces/shop/usage?by=functionDay&format=csv')
  const [columns, ...lines] = days.trimEnd().split('\r\n')
  expect(columns).toBe('functionDay,ofFunction,calls,billedMs,mbMs,gbSeconds,bytesIn,bytesOut,cost,currency')
  expect(lines.reduce((sum, line) => sum + Number(line.split(',')[2]), 0)).toBe(total.calls)
  // Usage before a price change keeps the old list; usage of a deleted function is still charged.
  await alcove.api('DELETE', '/spaces/shop/functions/throws')
  expect((await get('/spaces/shop/usage')).total.calls).toBe(total.calls)
  const dearer = await alcove.api('PUT', '/prices', { ...prices, perMillionCalls: 500_000 })
  expect(dearer.body.history).toHaveLength(2)
  expect((await get('/spaces/shop/usage')).total.cost).toBe(total.calls)
})

test.each<[string, Pick<CallReport, 'start' | 'phases' | 'durationMs'>, number]>([
  ['did not start', { start: null, phases: {}, durationMs: 5 }, 0],
  ['ran', { start: 'warm', phases: { queue: 5, handler: 1.2, response: 0.1 }, durationMs: 7 }, 2],
  ['caused a start', { start: 'cold', phases: { init: 10, handler: 1 }, durationMs: 12 }, 11],
  ['died, after a build', { start: 'warm', phases: { build: 5 }, durationMs: 15 }, 10],
])('what a call is billed that %s', (_, report, billed) => {
  expect(billedMs(report)).toBe(billed)
})
