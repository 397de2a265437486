import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const CODE = `
export const handler = async (event) => {
  if (event.fail) throw new TypeError('order 17 is broken')
  return { shipped: event.order }
}`
const FN = '/spaces/shop/functions'
/** Webhooks never reach loopback: another address of this host stands for a server outside. */
const here = Object.values(networkInterfaces())
  .flat()
  .find((each) => each !== undefined && !each.internal && each.family === 'IPv4')?.address

interface Received {
  headers: IncomingHttpHeaders
  body: string
}
const received: Received[] = []
let status = 200
const receiver = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  received.push({ headers: request.headers, body })
  response.writeHead(status).end()
})
let url: string
let alcove: Alcove
beforeAll(async () => {
  receiver.listen(0)
  await once(receiver, 'listening')
  url = `http://${here}:${(receiver.address() as AddressInfo).port}/hook`
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop', egress: { mode: 'allow', allow: here ? [here] : [] } })
  for (const fn of ['work', 'sink', 'gone']) await alcove.deploy('shop', fn, CODE)
})
afterAll(async () => {
  receiver.close()
  await alcove[Symbol.asyncDispose]()
})

const settings = (fn: string, body: object) => alcove.api('PUT', `${FN}/${fn}/task-settings`, { retries: 0, ...body })
const accept = async (fn: string, event: object): Promise<string> =>
  (await alcove.api('POST', `${FN}/${fn}/invocations`, event, { Prefer: 'respond-async' })).body.id
const read = async (id: string) => (await alcove.api('GET', `/spaces/shop/tasks/${id}`)).body
/** As the receiver checks it. */
function signatureOf({ headers, body }: Received, secret: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
  return `v1,${signed.digest('base64')}`
}
const delivered = (id: string, delivery: object) =>
  expect.poll(async () => (await read(id)).deliveries, { interval: 50 }).toMatchObject([delivery])

test('the result of a task calls its destination function, one hop further', async () => {
  const onSuccess = { type: 'function', function: 'sink' }
  const saved = await settings('work', { onSuccess })
  expect(saved).toMatchObject({
    status: 200,
    body: { onSuccess: { ...onSuccess, qualifier: 'draft' }, onFailure: null, secrets: {} },
  })
  const id = await accept('work', { order: 17 })
  await delivered(id, { on: 'success', state: 'delivered', attempts: 1, reason: expect.stringMatching(/^task /) })
  const [delivery] = (await read(id)).deliveries
  const next = await read(delivery.reason.slice('task '.length))
  expect(next).toMatchObject({ function: 'sink', trigger: 'function', caller: 'function work' })
  expect(JSON.parse(next.event)).toMatchObject({
    version: '1.0',
    taskId: id,
    space: 'shop',
    function: 'work',
    state: 'succeeded',
    attempts: 1,
    error: null,
    event: { order: 17 },
    output: { shipped: 17 },
  })
})

test('functions whose results call each other in a loop are stopped', async () => {
  await settings('work', { onSuccess: { type: 'function', function: 'sink' } })
  await settings('sink', { onSuccess: { type: 'function', function: 'work' } })
  await accept('work', {})
  const chain = async () => {
    const { items } = (await alcove.api('GET', '/spaces/shop/tasks?limit=100')).body
    const details = await Promise.all(items.slice(0, 3).map(({ id }: { id: string }) => read(id)))
    return details.flatMap(({ deliveries }) => deliveries)
  }
  await expect
    .poll(chain, { interval: 100 })
    .toContainEqual(expect.objectContaining({ state: 'dead', reason: expect.stringContaining('stopped after 16') }))
  await settings('sink', {})
})

test('a result is an object of a bucket', async () => {
  await alcove.api('PUT', '/spaces/shop/buckets/results', {})
  await settings('work', { onSuccess: { type: 'bucket', bucket: 'results', prefix: 'done/' } })
  const id = await accept('work', { order: 17 })
  await delivered(id, { state: 'delivered', reason: expect.stringMatching(/^object done\/work\//) })
  const key = (await read(id)).deliveries[0].reason.slice('object '.length)
  const object = await alcove.api('GET', `/spaces/shop/buckets/results/objects/${key}`)
  expect(object.body).toMatchObject({ taskId: id, state: 'succeeded', output: { shipped: 17 } })
  expect(object.headers.get('content-type')).toBe('application/json')
})

test.skipIf(here === undefined)('a failure is posted, signed with a secret that is shown once', async () => {
  const saved = await settings('work', { onFailure: { type: 'webhook', url } })
  const secret: string = saved.body.secrets.onFailure
  expect(secret).toMatch(/^whsec_/)
  expect(saved.body.onFailure).toEqual({ type: 'webhook', url })
  // The same address keeps its secret, and asking for a new one replaces it.
  expect((await settings('work', { onFailure: { type: 'webhook', url } })).body.secrets).toEqual({})
  expect(JSON.stringify((await alcove.api('GET', `${FN}/work/task-settings`)).body)).not.toContain('whsec_')

  const id = await accept('work', { fail: true, order: 17 })
  await delivered(id, { on: 'failure', state: 'delivered', reason: 'it answered with status 200' })
  const [delivery] = (await read(id)).deliveries
  const { headers, body } = received.at(-1)!
  expect(JSON.parse(body)).toMatchObject({
    taskId: id,
    state: 'dead',
    error: { name: 'TypeError', message: 'order 17 is broken' },
    event: { fail: true, order: 17 },
    output: null,
  })
  expect(headers).toMatchObject({
    'webhook-id': delivery.id,
    'webhook-signature': signatureOf(received.at(-1)!, secret),
    'content-type': 'application/json',
  })
})

test.skipIf(here === undefined)('a new secret also signs what has not arrived yet', async () => {
  status = 410
  const id = await accept('work', { fail: true })
  await delivered(id, { state: 'dead' })
  status = 200
  const rotated = await settings('work', { onFailure: { type: 'webhook', url, newSecret: true } })
  const [delivery] = (await read(id)).deliveries
  await alcove.api('POST', `/spaces/shop/tasks/${id}/deliveries/${delivery.id}/resend`)
  await delivered(id, { state: 'delivered' })
  const last = received.at(-1)!
  expect(last.headers['webhook-id']).toBe(delivery.id)
  expect(last.headers['webhook-signature']).toBe(signatureOf(last, rotated.body.secrets.onFailure))
})

test.skipIf(here === undefined)('a receiver that is gone makes the delivery dead; it can be sent again', async () => {
  status = 410
  const id = await accept('work', { fail: true })
  await delivered(id, { state: 'dead', reason: 'it answered with status 410', endedAt: expect.any(String) })
  const [delivery] = (await read(id)).deliveries
  status = 200
  const path = `/spaces/shop/tasks/${id}/deliveries/${delivery.id}/resend`
  expect(await alcove.api('POST', path)).toMatchObject({ status: 200, body: { deliveries: [{ state: 'waiting' }] } })
  await delivered(id, { state: 'delivered' })
  expect(received.at(-1)!.headers['webhook-id']).toBe(delivery.id)
  // What was delivered is not kept.
  expect(await alcove.api('POST', path)).toMatchObject({ status: 409, body: { code: 'Conflict' } })
})

test('a failed attempt says why, and waits for the next one', async () => {
  await settings('work', { onFailure: { type: 'webhook', url: 'http://127.0.0.1:9/hook' } })
  const id = await accept('work', { fail: true })
  await delivered(id, {
    state: 'waiting',
    attempts: 1,
    reason: expect.stringContaining('egress rules of the space do not let it reach 127.0.0.1'),
    nextAt: expect.any(String),
  })
})

test.each<[string, object, string]>([
  ['itself', { type: 'function', function: 'work' }, 'onSuccess.function'],
  ['a function that is not there', { type: 'function', function: 'nowhere' }, 'onSuccess.function'],
  ['a version that is not there', { type: 'function', function: 'sink', qualifier: '7' }, 'qualifier'],
  ['a bucket that is not there', { type: 'bucket', bucket: 'nowhere' }, 'onSuccess.bucket'],
  ['a prefix that climbs', { type: 'bucket', bucket: 'b', prefix: '../x' }, 'onSuccess.prefix'],
  ['a URL with a password', { type: 'webhook', url: 'https://me:secret@ops.example/' }, 'onSuccess.url'],
  ['another scheme', { type: 'webhook', url: 'file:///etc/passwd' }, 'onSuccess.url'],
])('results cannot be sent to %s', async (_, onSuccess, path) => {
  expect(await settings('work', { onSuccess })).toMatchObject({
    status: 400,
    body: { code: 'ValidationFailed', errors: [{ path }] },
  })
})
