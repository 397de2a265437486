import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const ECHO = '/spaces/shop/functions/echo'
const TRIGGER = { type: 'timer', config: { rateSeconds: 60 } }
const ROUTE = { method: 'GET', path: '/a', function: 'echo', auth: 'none' }
const RULE = { condition: { type: 'metric', metric: 'errors' }, threshold: 5 }
const PROVIDER = { label: 'Acme', issuer: 'https://login.acme.example', clientId: 'alcove' }
const SINK = { type: 'http', datasets: ['logs'], paused: true }

test.each<[what: string, path: string, first: object, second: object]>([
  ['a trigger', `${ECHO}/triggers/tick`, TRIGGER, { ...TRIGGER, enabled: false }],
  ['a route', '/spaces/shop/routes/order', ROUTE, { ...ROUTE, path: '/b' }],
  ['an alert', '/spaces/shop/alerts/many', RULE, { ...RULE, threshold: 6 }],
  [
    'an alert target',
    '/spaces/shop/alert-targets/ops',
    { type: 'webhook', url: 'https://a.example/x', shape: 'generic' },
    { type: 'webhook', url: 'https://a.example/x', shape: 'generic', newSecret: true },
  ],
  [
    'a sink',
    '/spaces/shop/sinks/lines',
    { ...SINK, config: { url: 'https://a.example/x', token: 'one' } },
    { ...SINK, config: { url: 'https://a.example/x', token: 'two' } },
  ],
  ['an identity provider', '/identity-providers/acme', PROVIDER, { ...PROVIDER, label: 'Acme Inc.' }],
  ['a log query', '/spaces/shop/log-queries/errors', { query: 'level:error' }, { query: 'level:warn' }],
  ['a test', `${ECHO}/tests/empty`, { event: 1 }, { event: 1, expect: { output: 1 } }],
])('%s is saved over what its author saw, and over nothing else', async (_, path, first, second) => {
  const put = (body: object, headers?: Record<string, string>) => alcove.api('PUT', path, body, headers)
  const made = await put(first, { 'if-none-match': '*' })
  expect([made.status, made.headers.get('etag')]).toEqual([201, `"${made.body.etag}"`])
  expect((await put(second, { 'if-none-match': '*' })).status).toBe(412)
  const seen = { 'if-match': made.headers.get('etag')! }
  // Two at once, of which one has not seen the other's.
  const both = await Promise.all([put(second, seen), put(second, seen)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
  const latest = both.find(({ status }) => status === 200)!
  const late = await put(first, seen)
  expect([late.status, late.body.code]).toEqual([412, 'PreconditionFailed'])
  const list = await alcove.api('GET', path.slice(0, path.lastIndexOf('/')))
  expect(list.body.items.map(({ etag }: { etag: string }) => etag)).toContain(latest.body.etag)

  // Without a condition the last one wins.
  expect((await put(first)).status).toBe(200)
  await alcove.api('DELETE', path)
  expect((await put(first, { 'if-match': '*' })).status).toBe(412)
})

test.each<[what: string, method: 'PUT' | 'PATCH', path: string, body: object]>([
  ['settings of asynchronous calls', 'PUT', `${ECHO}/task-settings`, { retries: 7 }],
  ['the configuration of a function', 'PATCH', ECHO, { memoryMb: 192 }],
  ['test settings', 'PUT', `${ECHO}/test-settings`, { environment: { A: '1' } }],
  ['the settings of a space', 'PATCH', '/spaces/shop', { egress: { mode: 'allow', allow: ['a.example'] } }],
  ['the settings of Alcove', 'PATCH', '/settings', { auditDays: 500 }],
  ['prices', 'PUT', '/prices', { currency: 'EUR', perMillionCalls: 1, perGbSecond: 1 }],
])('%s are changed by those who saw them as they are', async (_, method, path, body) => {
  const opened = await alcove.api('GET', path)
  const seen = { 'if-match': opened.headers.get('etag')! }
  expect(seen['if-match']).toBe(`"${opened.body.etag}"`)
  const both = await Promise.all([alcove.api(method, path, body, seen), alcove.api(method, path, body, seen)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
  // What always exists is not created.
  expect((await alcove.api(method, path, body, { 'if-none-match': '*' })).status).toBe(412)
  expect((await alcove.api(method, path, body)).status).toBe(200)
})

test('two who change the members of a group do not undo each other', async () => {
  const path = '/groups/on-call'
  const body = { description: 'Who is called at night' }
  const made = await Promise.all([1, 2].map(() => alcove.api('PUT', path, body, { 'if-none-match': '*' })))
  expect(made.map(({ status }) => status).toSorted()).toEqual([201, 412])
  const seen = { 'if-match': (await alcove.api('GET', path)).headers.get('etag')! }
  const { id } = (await alcove.api('GET', '/accounts')).body.items[0]
  expect((await alcove.api('PUT', path, { members: [id] }, seen)).status).toBe(200)
  const late = await alcove.api('PUT', path, { members: [] }, seen)
  expect([late.status, late.body.code]).toEqual([412, 'PreconditionFailed'])
  const now = await alcove.api('GET', path)
  expect(late.headers.get('etag')).toBe(now.headers.get('etag'))
  expect(now.body.members).toHaveLength(1)
})
