import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../src/gateway/gateway.ts'
import { drain, listen } from '../src/process/listen.ts'
import { MAX_HEADERS } from '../src/wire/check-request.ts'
import { openShop, type Alcove } from './alcove.ts'
import { ask, closed, open, replyOn } from './socket.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop({
    // Short, so that a test waits for the limit itself.
    server: { headersTimeout: 1_000, requestTimeout: 3_000, connectionsCheckingInterval: 100, maxConnections: 8 },
    pace: { windowMs: 1_000, bytes: 100, totalMs: 60_000 },
  })
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', { type: 'http', config: { auth: 'none' } })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const PORTS = [
  ['console', '/healthz'],
  ['gateway', '/healthz'],
  ['gateway', '/fn/shop/echo'],
] as const
const originOf = (port: 'console' | 'gateway') => (port === 'console' ? alcove.origin : alcove.gatewayOrigin)

describe.each(PORTS)('on the port of the %s, %s', (port, path) => {
  const send = async (text: string) => {
    const { status, body } = await ask(originOf(port), text)
    return [status, body.startsWith('{') ? JSON.parse(body).code : undefined]
  }

  test.each([
    ['two Host headers', `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n`, 400, 'ValidationFailed'],
    [
      'two Host headers spelled differently',
      `GET ${path} HTTP/1.1\r\nhost: a\r\nX: 1\r\nHOST: b\r\n\r\n`,
      400,
      'ValidationFailed',
    ],
    ['two Host headers of HTTP/1.0', `GET ${path} HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n`, 400, 'ValidationFailed'],
    ['a Host that is none', `GET ${path} HTTP/1.1\r\nHost: a b\r\n\r\n`, 400, 'ValidationFailed'],
    ['a list of hosts', `GET ${path} HTTP/1.1\r\nHost: a, b\r\n\r\n`, 400, 'ValidationFailed'],
    ['somebody at a host', `GET ${path} HTTP/1.1\r\nHost: a@b\r\n\r\n`, 400, 'ValidationFailed'],
    ['a target of another scheme', `GET ftp://a${path} HTTP/1.1\r\nHost: a\r\n\r\n`, 400, 'ValidationFailed'],
    ['a target without a host', `GET http://${path} HTTP/1.1\r\nHost: a\r\n\r\n`, 400, 'ValidationFailed'],
    ['a target with a password', `GET http://u:p@a${path} HTTP/1.1\r\nHost: a\r\n\r\n`, 400, 'ValidationFailed'],
    ['a target without a slash', `GET healthz HTTP/1.1\r\nHost: a\r\n\r\n`, 400, 'ValidationFailed'],
    ['the version 2.0', `GET ${path} HTTP/2.0\r\nHost: a\r\n\r\n`, 505, 'VersionNotSupported'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'VersionNotSupported'],
    ['the version 0.9', `GET ${path} HTTP/0.9\r\nHost: a\r\n\r\n`, 505, 'VersionNotSupported'],
    ['the version 3.1', `GET ${path} HTTP/3.1\r\nHost: a\r\n\r\n`, 505, 'VersionNotSupported'],
    ['TRACE', `TRACE ${path} HTTP/1.1\r\nHost: a\r\n\r\n`, 501, 'NotImplemented'],
    ['an unknown method', `BREW ${path} HTTP/1.1\r\nHost: a\r\n\r\n`, 501, 'NotImplemented'],
    ['the beginning of TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', 400, 'ValidationFailed'],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 501, 'NotImplemented'],
    [
      'chunks in HTTP/1.0',
      `POST ${path} HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'ValidationFailed',
    ],
    [
      'a coding that is unknown',
      `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      501,
      'NotImplemented',
    ],
    [
      'a coding that is none',
      `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n{}`,
      501,
      'NotImplemented',
    ],
    [
      'two lengths',
      `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
      400,
      'ValidationFailed',
    ],
    [
      'a length and chunks',
      `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'ValidationFailed',
    ],
    ['garbage', '\0\x01garbage\r\n\r\n', 400, 'ValidationFailed'],
    [
      'too many headers',
      `GET ${path} HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(MAX_HEADERS)}\r\n`,
      431,
      'HeadersTooLarge',
    ],
    [
      'too large headers',
      `GET ${path} HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HeadersTooLarge',
    ],
  ] as const)('%s is refused', async (_, text, status, code) => {
    expect(await send(text)).toEqual([status, code])
  })

  test('no Host at all is refused from HTTP/1.1 on', async () => {
    expect(await send(`GET ${path} HTTP/1.1\r\n\r\n`)).toEqual([400, 'ValidationFailed'])
    expect((await send(`GET ${path} HTTP/1.0\r\n\r\n`))[0]).toBe(200)
  })

  test.each(['http', 'HTTPS'])('a target in absolute form is its path and host: %s', async (scheme) => {
    const text = `GET ${scheme}://alcove.example.com:80${path}?a=1 HTTP/1.1\r\nHost: other\r\n\r\n`
    const { status, body } = await ask(originOf(port), text)
    expect(status).toBe(200)
    if (path !== '/fn/shop/echo') return
    expect(JSON.parse(body)).toMatchObject({
      rawQueryString: 'a=1',
      headers: { host: 'alcove.example.com:80' },
      requestContext: { domainName: 'alcove.example.com' },
    })
  })

  test('an expectation that is unknown is ignored', async () => {
    expect((await send(`GET ${path} HTTP/1.1\r\nHost: a\r\nExpect: nothing\r\n\r\n`))[0]).toBe(200)
  })

  test('as many headers as allowed pass', async () => {
    expect((await send(`GET ${path} HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(MAX_HEADERS - 1)}\r\n`))[0]).toBe(200)
  })

  test('headers that never end are a 408', async () => {
    const socket = await open(originOf(port))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n`)
    expect((await replyOn(socket)).status).toBe(408)
    await closed(socket)
  })

  test('an idle connection is closed', async () => {
    const socket = await open(originOf(port))
    await closed(socket)
    expect(socket.bytesWritten).toBe(0)
  })

  test('a body that stops arriving is a 408', async () => {
    const socket = await open(originOf(port))
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n${'x'.repeat(1500)}`)
    const { status, body } = await replyOn(socket)
    expect([status, JSON.parse(body).detail]).toEqual([408, expect.stringContaining('100 bytes in every 1 seconds')])
    socket.destroy()
    expect(alcove.deps.budget.used).toBe(0)
  })

  test('a body that keeps its pace and still takes too long is a 408', async () => {
    const socket = await open(originOf(port))
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n`)
    const drip = setInterval(() => socket.write('x'.repeat(500)), 100)
    const { status, body } = await replyOn(socket).finally(() => clearInterval(drip))
    expect([status, JSON.parse(body).detail]).toEqual([408, 'The request did not arrive in time'])
    await closed(socket)
    await expect.poll(() => alcove.deps.budget.used).toBe(0)
  })

  test('connections beyond the most there may be are closed', async () => {
    const busy = await Promise.all(Array.from({ length: 8 }, () => open(originOf(port))))
    await closed(await open(originOf(port)))
    for (const socket of busy) socket.destroy()
    // The server learns of that in its own time.
    await expect.poll(() => send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).catch(() => null)).toEqual([200, undefined])
  })

  test('a client that leaves in the middle of its body gives its bytes back', async () => {
    const socket = await open(originOf(port))
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\nxx`)
    await expect.poll(() => alcove.deps.budget.used).toBe(path === '/fn/shop/echo' ? 50_000 : 0)
    socket.destroy()
    await expect.poll(() => alcove.deps.budget.used).toBe(0)
  })
})

test('a fault of our own is answered with the request’s id, and not with a dead connection', async () => {
  // No known input makes the gateway throw: a failing part stands in for a future bug.
  const broken = new Proxy(alcove.deps.platform, {
    get: (platform, name) => {
      if (name === 'routes') throw new TypeError('a bug')
      return Reflect.get(platform, name) as unknown
    },
  })
  const gateway = createGateway({ ...alcove.deps, platform: broken })
  await listen(gateway, { host: '127.0.0.1', port: 0, variable: 'the test' })
  const { port } = gateway.address() as { port: number }
  const socket = await open(`http://127.0.0.1:${port}`)
  try {
    socket.write('POST /fn/shop/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}')
    const { status, head, body } = await replyOn(socket)
    expect([status, JSON.parse(body)]).toEqual([
      500,
      expect.objectContaining({ code: 'InternalError', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
    ])
    expect(body).not.toContain('a bug')
    expect(head).toContain('application/problem+json')
    expect(
      JSON.parse((await ask(`http://127.0.0.1:${port}`, 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n')).body).code,
    ).toBe('NotFound')
  } finally {
    socket.destroy()
    await drain(gateway, 0)
  }
})

test('a client of HTTP/1.0 is not asked to continue', async () => {
  const socket = await open(alcove.gatewayOrigin)
  const text = once(socket, 'data').then(([chunk]) => String(chunk))
  socket.write('POST /fn/shop/echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}')
  expect(await text).toMatch(/^HTTP\/1\.1 200 /)
  socket.destroy()
})

test('pipelined requests are answered one after the other', async () => {
  const socket = await open(alcove.gatewayOrigin)
  socket.write(`GET /fn/shop/echo HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(2))
  let text = ''
  const answers = () => text.split('HTTP/1.1 200').length - 1
  while (answers() < 2 && !socket.destroyed) text += String((await once(socket, 'data'))[0])
  socket.destroy()
  expect(answers()).toBe(2)
})
