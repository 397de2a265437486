import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

/** What came in, by path. */
const posts: { path: string; headers: IncomingHttpHeaders; body: { type?: string; text?: string } }[] = []
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    posts.push({ path: request.url!, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) })
    response.writeHead(request.url === '/gone' ? 410 : 204).end()
  })
})
const mails: { to: string[]; text: string }[] = []
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    stream.on('end', () => {
      mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
      done()
    })
  },
})

let alcove: Alcove
let url: string
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  smtp.listen(0, '127.0.0.1')
  await Promise.all([once(receiver, 'listening'), once(smtp.server, 'listening')])
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  const port = (smtp.server.address() as AddressInfo).port
  alcove = await openShop({
    mail: { url: `smtp://127.0.0.1:${port}`, from: 'alcove@example.com' },
    // The receiver is on this machine, where functions may not connect to.
    permittedAddresses: (egress, _, addresses) => (egress.mode === 'none' ? [] : [...addresses]),
  })
  await alcove.deploy(
    'shop',
    'flaky',
    'export const handler = (event) => { if (event.fail) throw new Error("asked to") }',
  )
  await alcove.deploy('shop', 'oncall', 'export const handler = (event) => event.alert')
})
afterAll(async () => {
  await alcove[Symbol.asyncDispose]()
  receiver.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
})

const put = (path: string, body: object) => alcove.api('PUT', `/spaces/shop/${path}`, body)
const get = async (path: string) => (await alcove.api('GET', `/spaces/shop/${path}`)).body
/** A read of metrics first has stored what was recorded. */
const stored = () => get('metrics')
const call = (fail: boolean) => alcove.api('POST', '/spaces/shop/functions/flaky/invocations', { fail })

test('an alert fires and resolves, and tells a webhook, a chat, people and a function of both', async () => {
  const hook = await put('alert-targets/ops', { type: 'webhook', url: `${url}/ops` })
  expect([hook.status, hook.body.secret]).toEqual([201, expect.stringMatching(/^whsec_/)])
  await put('alert-targets/chat', { type: 'webhook', url: `${url}/chat`, shape: 'slack' })
  await put('alert-targets/people', { type: 'email', to: ['oncall@acme.eu'] })
  await put('alert-targets/page', { type: 'function', function: 'oncall' })
  const rule = {
    condition: { type: 'metric', metric: 'errorRate', function: 'flaky' },
    threshold: 50,
    resolveThreshold: 40,
    notify: ['ops', 'chat', 'people', 'page'],
  }
  await call(true)
  await stored()
  const made = await put('alerts/flaky-fails', rule)
  expect([made.status, made.body]).toMatchObject([201, { state: 'ok', value: null }])
  await expect.poll(() => get('alerts/flaky-fails')).toMatchObject({ state: 'firing', value: 100 })
  await expect.poll(() => posts.length).toBe(2)

  for (let n = 0; n < 4; n++) await call(false)
  await stored()
  await put('alerts/flaky-fails', rule)
  await expect.poll(() => get('alerts/flaky-fails')).toMatchObject({ state: 'ok', value: 20 })
  await expect.poll(() => posts.length).toBe(4)

  const ops = posts.filter(({ path }) => path === '/ops')
  expect(ops.map(({ body }) => body.type)).toEqual(['alcove.alert.firing', 'alcove.alert.resolved'])
  expect(ops[0]!.headers['webhook-signature']).toMatch(/^v1,/)
  const chat = posts.filter(({ path }) => path === '/chat')
  expect(chat[0]!.body.text).toContain('[Firing] flaky-fails in shop')
  expect(chat[0]!.headers['webhook-signature']).toBeUndefined()
  await expect.poll(() => mails.length).toBe(2)
  expect(mails[0]).toMatchObject({
    to: ['oncall@acme.eu'],
    text: expect.stringContaining('Subject: [Firing] flaky-fails in shop'),
  })
  await expect
    .poll(async () => (await get('tasks?function=oncall')).items.map((task: { state: string }) => task.state), {
      timeout: 60_000,
    })
    .toEqual(['succeeded', 'succeeded'])

  expect((await get('alerts/flaky-fails/changes')).items.slice(0, 2)).toMatchObject([
    { state: 'ok', endedAt: null },
    { state: 'firing', value: 100 },
  ])
  const types = (await get('events')).items.map((event: { type: string }) => event.type)
  expect(types).toEqual(expect.arrayContaining(['alcove.alert.firing', 'alcove.alert.resolved']))
})

test('a silenced alert changes its state and tells nobody, until the silence ends', async () => {
  const before = posts.length
  await put('alerts/quiet', {
    condition: { type: 'metric', metric: 'errors' },
    threshold: 0,
    enabled: false,
    notify: ['ops'],
  })
  const until = new Date(Date.now() + 3600_000).toISOString()
  const silenced = await alcove.api('POST', '/spaces/shop/alerts/quiet/silence', { until, reason: 'a test' })
  expect(silenced.body.silence).toMatchObject({ until, reason: 'a test' })
  await put('alerts/quiet', {
    condition: { type: 'metric', metric: 'errors' },
    threshold: 0,
    windowMinutes: 60,
    notify: ['ops'],
  })
  await expect.poll(() => get('alerts/quiet')).toMatchObject({ state: 'firing' })
  expect(posts.length).toBe(before)
  await alcove.api('DELETE', '/spaces/shop/alerts/quiet/silence')
  await expect.poll(() => posts.length).toBe(before + 1)
})

test.each<[what: string, condition: object]>([
  ['log lines', { type: 'logs', query: 'level:error', function: 'flaky' }],
  ['issues', { type: 'issues' }],
  ['missed timers', { type: 'missedTimers' }],
  ['percentiles', { type: 'metric', metric: 'p95', function: 'flaky' }],
  ['queues', { type: 'metric', metric: 'queueAge' }],
  ['dead letters', { type: 'metric', metric: 'deadLetters', function: 'flaky' }],
  ['quotas', { type: 'quota', limit: 'executionsPerDay' }],
  ['budgets', { type: 'budget' }],
])('previews rules on %s', async (_, condition) => {
  const { status, body } = await alcove.api('POST', '/spaces/shop/alert-previews', { condition, threshold: 1e6 })
  expect([status, body.firings]).toEqual([200, []])
  expect(body.values.length).toBe(/queue|dead|quota|budget/i.test(JSON.stringify(condition)) ? 0 : 1440)
})

test('a rule watches how much of the budget is spent, for whoever may read costs and lines', async () => {
  const value = async () =>
    (await alcove.api('POST', '/spaces/shop/alert-previews', { condition: { type: 'budget' }, threshold: 80 })).body
      .value
  expect(await value()).toBeNull()
  await alcove.api('PUT', '/prices', { currency: 'EUR', perMillionCalls: 1_000_000, perGbSecond: 0 })
  await put('budget', { amount: 0.01 })
  await expect.poll(value).toBeGreaterThan(0)
  const made = await alcove.api('POST', '/keys', {
    name: 'deployer',
    spaces: ['shop'],
    actions: ['triggers:write', 'metrics:read'],
  })
  const asKey = { authorization: `Bearer ${made.body.key}` }
  for (const condition of [{ type: 'budget' }, { type: 'logs', query: 'card' }]) {
    const given = { condition, threshold: 1 }
    expect((await alcove.api('PUT', '/spaces/shop/alerts/sly', given, asKey)).status).toBe(403)
    expect((await alcove.api('POST', '/spaces/shop/alert-previews', given, asKey)).status).toBe(403)
  }
})

test('the address of a webhook is shown whole to those who may change it', async () => {
  await put('alert-targets/chat', { type: 'webhook', url: 'https://hooks.example/T0/secret', shape: 'slack' })
  const urlFor = async (actions: string[]) => {
    const made = await alcove.api('POST', '/keys', { name: actions.join(), spaces: ['shop'], actions })
    const asKey = { authorization: `Bearer ${made.body.key}` }
    const { items } = (await alcove.api('GET', '/spaces/shop/alert-targets', undefined, asKey)).body
    return items.find(({ name }: { name: string }) => name === 'chat').settings.url
  }
  expect(await urlFor(['metrics:read'])).toBe('https://hooks.example/…')
  expect(await urlFor(['metrics:read', 'triggers:write'])).toBe('https://hooks.example/T0/secret')
  const audit = await alcove.api('GET', '/audit?space=shop&action=alert-targets:update')
  expect(JSON.stringify(audit.body)).toMatch(/hooks\.example(?!.*T0)/)
})

test('a test message says how it was received', async () => {
  await put('alert-targets/gone', { type: 'webhook', url: `${url}/gone` })
  const answer = await alcove.api('POST', '/spaces/shop/alert-targets/gone/test')
  expect(answer.body).toMatchObject({ ok: false, detail: 'it answered with status 410' })
  expect((await get('alert-targets')).items.find(({ name }: { name: string }) => name === 'gone')).toMatchObject({
    lastOk: false,
    usedBy: [],
  })
  const mail = await alcove.api('POST', '/spaces/shop/alert-targets/people/test')
  expect(mail.body).toMatchObject({ ok: true, detail: expect.stringMatching(/^250/) })
  const many = await Promise.all(
    Array.from({ length: 25 }, () => alcove.api('POST', '/spaces/shop/alert-targets/gone/test')),
  )
  expect(many.filter(({ status }) => status === 429)).toHaveLength(25 - 18)
})

const rule = { condition: { type: 'metric', metric: 'errors' }, threshold: 1 }
test.each<[what: string, path: string, body: object, status: number]>([
  ['a resolve value on the wrong side', 'alerts/a', { ...rule, resolveThreshold: 2 }, 400],
  ['a function that is not there', 'alerts/a', { ...rule, condition: { ...rule.condition, function: 'absent' } }, 400],
  ['a target that is not there', 'alerts/a', { ...rule, notify: ['absent'] }, 400],
  ['a query that is none', 'alerts/a', { condition: { type: 'logs', query: '"open' }, threshold: 1 }, 400],
  ['a function of another space as target', 'alert-targets/a', { type: 'function', function: 'absent' }, 400],
  ['a webhook with a password', 'alert-targets/a', { type: 'webhook', url: 'http://u:p@example.com' }, 400],
])('refuses %s', async (_, path, body, status) => {
  expect((await put(path, body)).status).toBe(status)
})

test('a target that an alert notifies is not deleted', async () => {
  const answer = await alcove.api('DELETE', '/spaces/shop/alert-targets/ops')
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('alert flaky-fails notifies it')])
})
