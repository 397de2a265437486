import type { Egress } from '@alcove/contract'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
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

/** A byte every 20 ms, for as long as somebody listens. */
const dribble: RequestListener = (_, response) => {
  const timer = setInterval(() => response.write('x'), 20)
  response.once('close', () => clearInterval(timer))
}
const goOn: RequestListener = ({ socket }) => {
  const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20)
  socket.once('close', () => clearInterval(timer))
}
/** Sends for as long as somebody listens. */
const flood = (response: ServerResponse) => {
  while (response.write(Buffer.alloc(65_536)));
  response.once('drain', () => flood(response))
}

test.each<[string, RequestListener, RegExp]>([
  ['never answers', () => {}, /did not answer within 0.5 seconds/],
  ['answers a byte at a time', dribble, /did not answer within 0.5 seconds/],
  [
    'never ends its head',
    ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\n'),
    /did not answer within 0.5 seconds/,
  ],
  ['says for ever that it goes on', goOn, /did not answer within 0.5 seconds/],
  [
    'hangs up midway',
    (_, response) => void response.write('{', () => response.destroy()),
    /closed the connection before the end/,
  ],
  ['hangs up', ({ socket }) => socket.destroy(), /closed the connection before the end/],
  ['never stops talking', (_, response) => flood(response), /sent more than 100 bytes/],
])('a receiver that %s is given up, and its connection ends', async (_, listener, expected) => {
  const ended: Promise<unknown>[] = []
  receive = (request, response) => {
    ended.push(new Promise((resolve) => request.socket.once('close', resolve)))
    listener(request, response)
  }
  const sent = send({ timeoutMs: 500, body: Buffer.alloc(1_000), answer: { most: 100, longer: 'error' } })
  await expect(sent).rejects.toThrow(expected)
  expect(ended).toHaveLength(1)
  await Promise.all(ended)
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
