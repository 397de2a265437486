import type { Egress } from '@alcove/contract'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendRequest } from './send-request.ts'
import { newWebhookSecret, signWebhook } from './webhook-secret.ts'

/** What the receiver does with the request that came in last. */
let receive: RequestListener
const server = createServer((request, response) => receive(request, response))
let url: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?x=1`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const egress: Egress = { mode: 'internet', allow: [] }
const send = (options: Partial<Parameters<typeof sendRequest>[0]> = {}) =>
  sendRequest({
    url: url,
    method: 'POST',
    headers: {},
    egress,
    permittedAddresses: (_, __, addresses) => [...addresses],
    timeoutMs: 60_000,
    answer: { most: 16, longer: 'cut' },
    ...options,
  })

test('a request goes to the permitted address, and its answer is limited', async () => {
  receive = (request, response) => {
    request.resume().on('end', () => response.end(`${request.method} ${request.url} and much more than that`))
  }
  const asked: unknown[] = []
  const answer = await send({
    body: Buffer.from('{}'),
    permittedAddresses: (rules, target, addresses) => {
      asked.push(rules, target.host, addresses)
      return [...addresses]
    },
  })
  expect({ ...answer, body: answer.body.toString() }).toEqual({ status: 200, body: 'POST /hook?x=1 a' })
  expect(asked).toEqual([egress, '127.0.0.1', ['127.0.0.1']])
  await expect(send({ answer: { most: 16, longer: 'error' } })).rejects.toThrow('127.0.0.1 sent more than 16 bytes')
})

test('nothing is sent where the egress rules permit no address, and redirects lead nowhere', async () => {
  let requests = 0
  receive = (_, response) => {
    requests += 1
    response.writeHead(302, { Location: '/elsewhere' }).end()
  }
  await expect(send({ permittedAddresses: () => [] })).rejects.toThrow('egress rules of the space do not let it reach')
  expect(requests).toBe(0)
  expect((await send()).status).toBe(302)
  expect(requests).toBe(1)
})

test.each<[string, RequestListener]>([
  ['never answers', () => {}],
  ['never ends its answer', (_, response) => void response.write('{')],
])('a receiver that %s is given up', async (_, listener) => {
  receive = listener
  await expect(send({ timeoutMs: 100, answer: { most: 100, longer: 'cut' } })).rejects.toThrow(
    '127.0.0.1 did not answer within 0.1 seconds',
  )
})

test('a receiver that hangs up is a failure with its reason', async () => {
  receive = (request) => request.socket.destroy()
  await expect(send()).rejects.toThrow(/socket hang up|ECONNRESET/)
})

test('a signature is that of the Standard Webhooks specification', () => {
  // The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = Buffer.from('{"test": 2432232314}')
  expect(signWebhook(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
  expect(Buffer.from(newWebhookSecret().slice('whsec_'.length), 'base64')).toHaveLength(32)
})
