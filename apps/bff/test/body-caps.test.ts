import { LIMITS, MB } from '@alcove/contract'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../src/api/routes.ts'
import { BASE } from '../src/http/paths.ts'
import { openShop, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'
import { ask, open, replyOn } from './socket.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', { type: 'http', config: { auth: 'none' } })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const KEY = 'alc_test_0123456789abcdef0123456789abcdef'
const UUID = '0198c0de-0000-7000-8000-000000000000'
const VALUES: Record<string, string> = {
  space: 'shop',
  fn: 'echo',
  version: '1',
  invocation: UUID,
  logQuery: 'absent',
  traceId: '0'.repeat(31) + '1',
  issue: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
  instance: UUID,
  task: UUID,
  test: 'absent',
  testRun: UUID,
  logpoint: UUID,
  replay: UUID,
  save: UUID,
  tab: UUID,
  delivery: UUID,
  trashed: UUID,
  backgroundAction: UUID,
  event: UUID,
  month: '2026-11',
  accessRequest: UUID,
  host: 'some.example',
  key: UUID,
  session: UUID,
  upload: UUID,
  link: `shop/some/some?id=${UUID}&signature=${'0'.repeat(64)}`,
  objectLink: UUID,
}

interface Case {
  port: 'console' | 'gateway'
  method: string
  path: string
  type: string
}

/** Objects are streamed and may be larger: see buckets.test.ts. Some routes refuse every API key first. */
const buffered = ROUTES.filter(({ bytes, keyNeeds }) => !bytes?.stream && keyNeeds !== 'session')
const api: Case[] = buffered.map(({ method, path, bytes }) => ({
  port: 'console',
  method: method.toUpperCase(),
  path:
    BASE + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'some') + sampleQuery({ method, path }),
  type: bytes && !bytes.types.includes('*') ? bytes.types[0]! : 'application/json',
}))

const others: Case[] = (
  [
    ['console', 'POST', '/api/auth/sign-in/email'],
    ['console', 'POST', '/api/auth/sign-out'],
    ['console', 'GET', '/api/auth/get-session'],
    ['console', 'GET', '/healthz'],
    ['console', 'GET', '/readyz'],
    ['console', 'POST', '/readyz'],
    ['console', 'GET', '/metrics'],
    ['console', 'GET', '/api/openapi.json'],
    ['console', 'GET', '/api/docs'],
    ['console', 'GET', '/api/docs/scalar.js'],
    ['console', 'POST', '/api/nothing'],
    ['console', 'POST', '/nothing'],
    ['gateway', 'GET', '/healthz'],
    ['gateway', 'POST', '/readyz'],
    ['gateway', 'POST', '/nothing'],
    ['gateway', 'POST', '/fn/shop/echo'],
    ['gateway', 'GET', '/fn/shop/echo/path'],
  ] as const
).map(([port, method, path]) => ({ port, method, path, type: 'application/json' }))

const cases = [...api, ...others].map(
  (each) => [`${each.method} ${each.path} (${each.port}, ${each.type})`, each] as const,
)

const originOf = ({ port }: Case) => (port === 'console' ? alcove.origin : alcove.gatewayOrigin)
const headOf = ({ method, path, type }: Case, more: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: ${type}\r\n${more}\r\n\r\n`

describe('too large a body is a 413', () => {
  test.each(cases)('as soon as it is announced: %s', async (_, each) => {
    for (const more of ['Content-Length: 1000000000', 'Content-Length: 1000000000\r\nExpect: 100-continue']) {
      const reply = await ask(originOf(each), headOf(each, more))
      expect([reply.status, JSON.parse(reply.body).code]).toEqual([413, 'PayloadTooLarge'])
    }
  })

  test.each(cases)('as soon as it has arrived, in chunks that never end: %s', async (_, each) => {
    const socket = await open(originOf(each))
    socket.write(headOf(each, 'Transfer-Encoding: chunked'))
    const before = memory()
    let answered = false
    const reply = replyOn(socket).finally(() => (answered = true))
    const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, '['), Buffer.from('\r\n')])
    let sent = 0
    while (!answered) {
      sent += piece.length
      if (!socket.write(piece)) await Promise.race([new Promise((go) => socket.once('drain', go)), reply])
    }
    const { status, body } = await reply
    socket.destroy()
    expect([status, JSON.parse(body).code]).toEqual([413, 'PayloadTooLarge'])
    // The most that any route takes, what is in the kernel's buffers on the way, and one doubling of a buffer.
    expect(sent).toBeLessThan(LIMITS.packageBytes + 32 * MB)
    expect(memory() - before).toBeLessThan(2.5 * LIMITS.packageBytes)
    expect(alcove.deps.budget.used).toBe(0)
  })
})

/** Bytes of buffers and objects, dead ones included. */
function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

test('signing in takes small JSON and nothing else', async () => {
  const signIn = (body: string, type = 'application/json') =>
    alcove.app.request('/api/auth/sign-in/email', { method: 'POST', headers: { 'content-type': type }, body })
  expect((await signIn(JSON.stringify(alcove.admin))).status).toBe(200)
  expect((await signIn('['.repeat(200))).status).toBe(400)
  expect((await signIn('{')).status).toBe(400)
  expect((await signIn('email=a', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await signIn(JSON.stringify({ ...alcove.admin, more: 'x'.repeat(20_000) }))).status).toBe(413)
})

test('JSON with too many values is refused, wherever it is sent', async () => {
  const wide = `[${'{},'.repeat(LIMITS.eventValues / 2)}{}]`
  for (const path of ['/spaces', '/spaces/shop/functions/echo/invocations']) {
    const answer = await alcove.json('POST', path, wide)
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(/^May hold at most \d+ values$/)])
  }
})

test('a small body that nobody reads is accepted', async () => {
  const answer = await ask(alcove.gatewayOrigin, 'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}')
  expect(answer.status).toBe(200)
  expect((await alcove.json('DELETE', '/spaces/shop/layers/none', '{}')).body.code).toBe('NotFound')
})

test('pieces of one byte cost no more memory than the body they are', async () => {
  const socket = await open(alcove.gatewayOrigin)
  socket.write('POST /fn/shop/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  const pieces = Buffer.from('1\r\nx\r\n'.repeat(10_000))
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < 200; at += 1) if (!socket.write(pieces)) await once(socket, 'drain')
  // Two million pieces; each one that was kept would cost a hundred bytes or more.
  await expect.poll(() => alcove.deps.budget.used).toBeGreaterThanOrEqual(2_000_000)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * MB)
  socket.write('0\r\n\r\n')
  expect((await replyOn(socket)).status).toBe(200)
  socket.destroy()
})
