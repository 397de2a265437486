import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTwoServers, type Alcove } from './alcove.ts'

/** Loopback is closed to webhooks whatever the rules say: an address of this host stands for a server of one's own. */
const here = Object.values(networkInterfaces())
  .flat()
  .find((each) => each !== undefined && !each.internal && each.family === 'IPv4')?.address
const month = new Date().toISOString().slice(0, 7)
const received: { headers: IncomingHttpHeaders; body: string }[] = []
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  received.push({ headers: request.headers, body })
  response.writeHead(received.length === 1 ? 500 : 200).end()
})
let alcove: Alcove
/** Another server on the same database. */
let other: Alcove
const open = new AsyncDisposableStack()

beforeAll(async () => {
  receiver.listen(0)
  await once(receiver, 'listening')
  open.defer(() => void receiver.close())
  ;[alcove, other] = await openTwoServers(open)
  // A call costs 1 EUR.
  await alcove.api('PUT', '/prices', { currency: 'EUR', perMillionCalls: 1_000_000, perGbSecond: 0 })
  await alcove.api('PATCH', '/spaces/shop', { egress: { mode: 'allow', allow: here ? [here] : [] } })
})
afterAll(() => open.disposeAsync())

const call = (server = alcove) => server.api('POST', '/spaces/shop/functions/echo/invocations', {})
const get = async (path: string) => (await alcove.api('GET', `/spaces/shop${path}`)).body
const events = async (type: string) => (await get(`/events?limit=200&type=${type}`)).items
const quota = (limits: object) => alcove.api('PUT', '/spaces/shop/quota', limits)

test('each percentage of a budget is told of once, by event and signed webhook, with two servers', async () => {
  expect(await get('/budget')).toMatchObject({ amount: null, warnAt: [50, 80, 100], currency: 'EUR', cost: 0 })
  const url = `http://${here}:${(receiver.address() as AddressInfo).port}/budget`
  const put = await alcove.api('PUT', '/spaces/shop/budget', { amount: 4, warnAt: [100, 50], webhook: { url } })
  expect(put).toMatchObject({ status: 200, body: { amount: 4, warnAt: [50, 100], webhook: { url }, reached: [] } })
  const { secret } = put.body
  // Records of both servers are stored soon after; both servers look by themselves.
  for (const server of [alcove, other, alcove, other]) expect((await call(server)).status).toBe(200)
  await expect
    .poll(async () => (await get('/budget')).reached, { timeout: 60_000, interval: 200 })
    .toMatchObject([
      { percent: 50, webhook: { state: 'received' } },
      { percent: 100, webhook: { state: 'received' } },
    ])
  // Setting it anew tells nobody again.
  await alcove.api('PUT', '/spaces/shop/budget', { amount: 1, warnAt: [50, 100], webhook: { url } })
  expect((await events('alcove.budget.reached')).map(({ subject }: { subject: string }) => subject).toSorted()).toEqual(
    ['100%', '50%'],
  )
  // The first attempt failed: its id came again.
  const ids = received.map(({ headers }) => headers['webhook-id'])
  expect([ids.length, new Set(ids).size]).toEqual([3, 2])
  const { headers, body } = received.at(-1)!
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(String(secret).slice('whsec_'.length), 'base64')
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  expect(
    received
      .map((each) => JSON.parse(each.body))
      .toSorted((a, b) => a.data.percent - b.data.percent)
      .at(-1),
  ).toMatchObject({
    type: 'alcove.budget.reached',
    data: { space: 'shop', month, percent: 100, amount: 4, cost: 4, currency: 'EUR' },
  })
  expect((await alcove.api('DELETE', '/spaces/shop/budget')).status).toBe(204)
  expect((await alcove.api('DELETE', '/spaces/shop/budget')).status).toBe(404)
})

test('a webhook that fails is tried again, and the budget says meanwhile why', async () => {
  await alcove.api('POST', '/spaces', { name: 'loops' })
  await alcove.deploy('loops', 'echo', 'export const handler = async (event) => event')
  await alcove.api('PUT', '/spaces/loops/budget', { amount: 1, warnAt: [100], webhook: { url: 'http://127.0.0.1:9/' } })
  expect((await alcove.api('POST', '/spaces/loops/functions/echo/invocations', {})).status).toBe(200)
  await expect
    .poll(async () => (await alcove.api('GET', '/spaces/loops/budget')).body.reached, {
      timeout: 60_000,
      interval: 200,
    })
    .toMatchObject([{ percent: 100, webhook: { state: 'waiting', reason: expect.stringContaining('127.0.0.1') } }])
})

test('a spend cap suspends the space on every server, until it is lifted or raised', async () => {
  const { cost } = await get('/budget')
  await quota({ spendPerMonth: cost })
  // It is used up already: it suspends without another call.
  await expect
    .poll(async () => (await get('/quota')).suspension)
    .toMatchObject({
      function: null,
      limit: 'spendPerMonth',
      allowed: cost,
      resumedAt: null,
    })
  const firstOfNext = new Date(`${month}-01T00:00:00Z`)
  firstOfNext.setUTCMonth(firstOfNext.getUTCMonth() + 1)
  const resumesAt = firstOfNext.toISOString()
  for (const server of [alcove, other]) {
    await expect.poll(async () => (await call(server)).status).toBe(429)
    const refused = await call(server)
    expect(refused.body).toMatchObject({ code: 'QuotaExceeded', resumesAt })
    expect(refused.body.detail).toContain('to spend this month is used up')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await get('/quota')).used.spendPerMonth).toMatchObject({ used: cost, limit: cost, resetsAt: resumesAt })
  expect((await events('alcove.quota.suspended')).length).toBe(1)

  // For one more: the call after it meets the cap again.
  await alcove.api('POST', '/spaces/shop/resume', { more: 1 })
  expect((await call()).status).toBe(200)
  // The other server may refuse some calls before it knows of that.
  await expect
    .poll(async () => [(await call(other)).status, (await get('/quota/suspensions')).items], { interval: 100 })
    .toMatchObject([
      429,
      [
        { limit: 'spendPerMonth', resumedBy: null },
        { limit: 'spendPerMonth', resumedBy: expect.stringContaining('key') },
      ],
    ])
  await quota({ spendPerMonth: 1_000 })
  expect((await get('/quota')).suspension).toBeNull()
  await expect.poll(async () => (await call(other)).status).toBe(200)
  await quota({})
})

test('egress and log volume are counted when calls end, and used up suspend', async () => {
  await alcove.deploy(
    'shop',
    'chatty',
    `export const handler = async ({ out, log }) => { console.log('x'.repeat(log)); return 'y'.repeat(out) }`,
  )
  const chat = (event: object) => alcove.api('POST', '/spaces/shop/functions/chatty/invocations', event)
  const set = (limits: object) => alcove.api('PUT', '/spaces/shop/functions/chatty/quota', limits)
  await set({ egressMbPerDay: 1, logMbPerDay: 1 })
  expect((await chat({ out: 1_100_000, log: 0 })).status).toBe(200)
  await expect.poll(async () => (await chat({ out: 1, log: 1 })).status).toBe(429)
  const read = async () => (await alcove.api('GET', '/spaces/shop/functions/chatty/quota')).body
  await expect.poll(async () => (await read()).suspension).toMatchObject({ limit: 'egressMbPerDay', allowed: 1 })
  const { used } = await read()
  expect(used.egressMbPerDay.used).toBeGreaterThan(1.1)
  expect(used.logMbPerDay.used).toBeLessThan(0.01)
  await set({ logMbPerDay: 1 })
  for (let n = 0; n < 40; n++) await chat({ out: 1, log: 30_000 })
  await expect.poll(async () => (await chat({ out: 1, log: 1 })).body).toMatchObject({ code: 'QuotaExceeded' })
})

test('the ETag of a budget tells nothing of the webhook, of which readers see the host only', async () => {
  const save = (webhook: object) =>
    alcove.api('PUT', '/spaces/shop/budget', {
      amount: 100,
      warnAt: [50],
      webhook: { url: 'https://a.example/x', ...webhook },
    })
  const first = await save({})
  expect((await save({})).body.etag).toBe(first.body.etag)
  expect((await save({ newSecret: true })).body.etag).not.toBe(first.body.etag)
  expect((await alcove.api('DELETE', '/spaces/shop/budget')).status).toBe(204)
})

test('budgets and limits are changed only as they were last seen, when the request says so', async () => {
  const base = '/spaces/shop'
  await alcove.api('PUT', `${base}/functions/echo/triggers/tick`, { type: 'timer', config: { rateSeconds: 3600 } })
  await alcove.api('PUT', `${base}/routes/front`, { method: 'GET', path: '/front', function: 'echo', auth: 'none' })
  const key = await alcove.api('POST', '/keys', { name: 'ci', spaces: ['shop'], actions: ['functions:invoke'] })
  const places: [path: string, first: object, second: object][] = [
    [`${base}/budget`, { amount: 100 }, { amount: 200 }],
    [`${base}/quota`, { executionsPerDay: 1_000 }, { executionsPerDay: 2_000 }],
    [`${base}/functions/echo/quota`, { executionsPerDay: 1_000 }, { executionsPerDay: 2_000 }],
    [`${base}/functions/echo/triggers/tick/quota`, { executionsPerDay: 1_000 }, { executionsPerDay: 2_000 }],
    [`${base}/routes/front/quota`, { executionsPerDay: 1_000 }, { executionsPerDay: 2_000 }],
    [`/keys/${key.body.id}/quota`, { executionsPerDay: 1_000 }, { executionsPerDay: 2_000 }],
    ['/quota', { executionsPerDay: 1_000_000 }, { executionsPerDay: 2_000_000 }],
  ]
  for (const [path, first, second] of places) {
    const opened = await alcove.api('GET', path)
    const seen = { 'if-match': opened.headers.get('etag')! }
    expect([path, seen['if-match']]).toEqual([path, `"${opened.body.etag}"`])
    // Calls are no change of the settings.
    expect((await call()).status).toBe(200)
    const saves = await Promise.all([alcove.api('PUT', path, first, seen), other.api('PUT', path, second, seen)])
    expect(saves.map(({ status }) => status).toSorted()).toEqual([200, 412])
    const saved = saves.find(({ status }) => status === 200)!
    expect(saves.find(({ status }) => status === 412)!.headers.get('etag')).toBe(saved.headers.get('etag'))
    expect((await alcove.api('PUT', path, first)).status).toBe(200)
  }
  await alcove.api('PUT', '/quota', {})
})

test('large amounts, as of currencies with small units, are kept exactly', async () => {
  const most = 1_000_000_000
  const amount = most - 0.01
  await alcove.api('PUT', '/prices', { currency: 'VND', perMillionCalls: most, perGbSecond: most })
  expect((await alcove.api('PUT', '/spaces/shop/budget', { amount })).body).toMatchObject({ amount })
  expect((await quota({ spendPerMonth: amount })).body).toMatchObject({
    spendPerMonth: amount,
    used: { spendPerMonth: { limit: amount } },
  })
  const tooMuch = [
    await quota({ spendPerMonth: most + 1 }),
    await alcove.api('PUT', '/spaces/shop/budget', { amount: most + 1 }),
    await alcove.api('PUT', '/prices', { currency: 'VND', perMillionCalls: most + 1, perGbSecond: 0 }),
  ]
  expect(tooMuch.map(({ status }) => status)).toEqual([400, 400, 400])
  await quota({})
})
