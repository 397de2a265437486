import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
  const trigger = { type: 'http', config: { auth: 'key', methods: ['GET', 'POST'] } }
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', trigger)
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/off', { ...trigger, enabled: false })
})
afterAll(() => alcove[Symbol.asyncDispose]())

interface Recorded {
  id: string
  summary: string
  repeats: number
  httpStatus: number
}
const recorded = async (): Promise<Recorded[]> =>
  (await alcove.api('GET', '/spaces/shop/functions/echo/invocations?limit=200')).body.items
const visit = (path: string, init: RequestInit = {}) => fetch(`${alcove.gatewayOrigin}/fn/shop/echo${path}`, init)

test('refusals at a function URL make few records, and each answer names the record that counts it', async () => {
  const reader = (await alcove.api('POST', '/keys', { name: 'reader', spaces: ['shop'], actions: ['logs:read'] })).body
  const ways: [code: string, status: number, call: (n: number) => Promise<Response>][] = [
    ['Unauthenticated', 401, (n) => visit(`/wp-login-${n}.php?x=${n}`)],
    ['Unauthenticated', 401, (n) => visit(`:v${n}/`)],
    ['Unauthenticated', 401, (n) => visit('/', { headers: { authorization: `Bearer alc_wrong_${n}` } })],
    ['Forbidden', 403, (n) => visit(`/${n}`, { headers: { authorization: `Bearer ${reader.key}` } })],
  ]
  const told = new Map<string, Set<string>>()
  for (let n = 0; n < 20; n++) {
    for (const [code, status, call] of ways) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await call(n)
      // oxlint-disable-next-line no-await-in-loop -- likewise
      const problem = (await answer.json()) as { code: string; invocationId: string }
      expect([answer.status, problem.code]).toEqual([status, code])
      told.set(code, (told.get(code) ?? new Set()).add(problem.invocationId))
    }
  }
  const rows = await recorded()
  const counts = Object.groupBy(rows, ({ summary }) => summary.split(':')[0]!)
  for (const [code, calls] of [
    ['Unauthenticated', 60],
    ['Forbidden', 20],
  ] as const) {
    const of = counts[code]!
    // A minute may have ended meanwhile.
    expect(of.length).toBeLessThanOrEqual(2)
    expect(of.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(calls)
    expect(new Set(of.map(({ id }) => id))).toEqual(told.get(code))
  }
  const { body } = await alcove.api('GET', '/spaces/shop/functions/echo/metrics')
  expect(body.total.statuses.rejected).toBe(80)
  // A line for each record, however many calls it counts.
  const lines = (await alcove.api('GET', '/spaces/shop/logs?q=refused')).body.items
  expect(lines.map((line: { invocationId: string }) => line.invocationId).toSorted()).toEqual(
    rows.map(({ id }) => id).toSorted(),
  )
})

test('bodies that are too large share a record, and metrics count every one', async () => {
  const invoker = { name: 'invoker', spaces: ['shop'], actions: ['functions:invoke'] }
  const { key } = (await alcove.api('POST', '/keys', invoker)).body
  const headers = { authorization: `Bearer ${key}` }
  const body = Buffer.alloc(LIMITS.requestBytes + 1)
  for (let n = 0; n < 3; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await visit(`/${n}`, { method: 'POST', headers, body })).status).toBe(413)
  }
  const large = (await recorded()).filter(({ httpStatus }) => httpStatus === 413)
  expect(large.length).toBeLessThanOrEqual(2)
  expect(large.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(3)
  const text = await (await fetch(`${alcove.origin}/metrics`)).text()
  expect(text).toMatch(/alcove_invocations_total\{status="rejected",trigger="http"\} 83/)
})
