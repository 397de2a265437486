import { once } from 'node:events'
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await expose('mirror', 'export const handler = async (event) => event')
})
afterAll(() => alcove[Symbol.asyncDispose]())

/** Deploys a function and opens it to everyone. */
async function expose(name: string, code: string, trigger: object = {}, more: object = {}): Promise<void> {
  await alcove.deploy('shop', name, code, more)
  const { status } = await alcove.api('PUT', `/spaces/shop/functions/${name}/triggers/web`, {
    type: 'http',
    config: { auth: 'none' },
    ...trigger,
  })
  expect([200, 201]).toContain(status)
}

const url = (path: string) => `${alcove.gatewayOrigin}/fn/shop/${path}`

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  text: string
}

/**
 * Like `fetch`, but sends exactly what it is told to: Cookie, Connection, a chunked body, a path that is not
 * normalised.
 */
async function send(
  path: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array | string } = {},
) {
  const { hostname, port } = new URL(alcove.gatewayOrigin)
  const { method = 'GET', headers } = options
  const outgoing = request({ hostname, port, path, method, headers, agent: false })
  outgoing.end(options.body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  // From here on an error only says that the rest of a refused body was not wanted.
  outgoing.on('error', () => {})
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return { status: answer.statusCode!, headers: answer.headers, rawHeaders: answer.rawHeaders, text } satisfies Answer
}

async function recordOf(answer: { headers: Record<string, unknown> | Headers }) {
  const { headers } = answer
  const id = headers instanceof Headers ? headers.get('x-alcove-invocation-id') : headers['x-alcove-invocation-id']
  return (await alcove.api('GET', `/spaces/shop/invocations/${String(id)}`)).body
}

describe('what a function sees', () => {
  test('is the request as an AWS payload 2.0 event', async () => {
    const answer = await send('/fn/shop/mirror/a/b?x=1&x=2', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', 'X-Tag': ['a', 'b'] },
      body: 'hello',
    })
    expect(JSON.parse(answer.text)).toMatchObject({
      version: '2.0',
      rawPath: '/a/b',
      rawQueryString: 'x=1&x=2',
      queryStringParameters: { x: '1,2' },
      body: 'hello',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', path: '/a/b', sourceIp: '127.0.0.1' } },
    })
    expect(JSON.parse(answer.text).requestContext.requestId).toBe(answer.headers['x-alcove-invocation-id'])
  })

  test('is never the console’s session, nor what a client says in Alcove’s name', async () => {
    const answer = await send('/fn/shop/mirror', {
      headers: {
        Cookie: 'theme=dark; alcove.session_token=secret; __Secure-alcove.session_token=secret; =secret; secret',
        'X-Alcove-Role': 'admin',
        'X-Forwarded-For': '1.2.3.4',
        Connection: 'keep-alive, X-Drop',
        'X-Drop': '1',
      },
    })
    const event = JSON.parse(answer.text)
    expect(event.cookies).toEqual(['theme=dark'])
    expect(answer.text).not.toContain('secret')
    expect(event.headers['x-forwarded-for']).toBe('127.0.0.1')
    for (const name of ['x-alcove-role', 'x-drop', 'connection', 'cookie'])
      expect(event.headers).not.toHaveProperty(name)
  })

  test('continues the caller’s trace', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const answer = await send('/fn/shop/mirror', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } })
    expect(JSON.parse(answer.text).headers.traceparent).toContain(traceId)
    expect(await recordOf(answer)).toMatchObject({ traceId })
  })
})

describe('what a function answers', () => {
  const responder = (response: string) => `export const handler = async () => (${response})`

  test('keeps its status, headers and cookies, but not what is not its own', async () => {
    await expose(
      'headers',
      responder(`{
        statusCode: 201,
        headers: { 'content-type': 'text/html', 'x-own': 'yes', 'x-alcove-invocation-id': 'forged',
                   'transfer-encoding': 'chunked', connection: 'close', 'content-length': '3', 'clear-site-data': '"*"' },
        cookies: ['a=1; Path=/', 'alcove.session_token=forged; Path=/', '__Host-alcove.x=forged',
                  '=alcove.session_token=forged; Path=/', 'alcove.session_token'],
        body: '<h1>made</h1>',
      }`),
    )
    const answer = await send('/fn/shop/headers')
    expect(answer).toMatchObject({ status: 201, text: '<h1>made</h1>' })
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html', 'x-own': 'yes', 'set-cookie': ['a=1; Path=/'] })
    expect(answer.headers['content-length']).toBe('13')
    expect(answer.headers).not.toHaveProperty('clear-site-data')
    expect(answer.headers['x-alcove-invocation-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each([
    ['splits the response', `{ statusCode: 200, headers: { 'x-a': 'b\\r\\nset-cookie: alcove.x=1' } }`],
    ['is no header name', `{ statusCode: 200, headers: { 'bad name': 'x' } }`],
    ['is no status', `{ statusCode: 99 }`],
  ])('is a typed error when it %s', async (_, response) => {
    await expose('broken', responder(response))
    const answer = await send('/fn/shop/broken')
    expect(answer.status).toBe(502)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(['ProtocolError', 'FunctionError']).toContain(JSON.parse(answer.text).code)
    expect((await recordOf(answer)).status).not.toBe('success')
  })

  test('is binary where it says so', async () => {
    await expose('binary', responder(`{ statusCode: 200, isBase64Encoded: true, body: '/v8AAQ==' }`))
    const answer = await fetch(url('binary'))
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0xfe, 0xff, 0x00, 0x01])
  })

  test('has no body for HEAD, and OPTIONS is the function’s own', async () => {
    await expose('verbs', `export const handler = async (event) => event.requestContext.http.method`)
    const head = await send('/fn/shop/verbs', { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, text: '' })
    expect((await recordOf(head)).httpMethod).toBe('HEAD')
    expect((await send('/fn/shop/verbs', { method: 'OPTIONS' })).text).toBe('OPTIONS')
  })

  test('streams as it is made, and a slow reader slows it down', async () => {
    await expose(
      'stream',
      `let sent = 0
      export default { async fetch(request) {
        if (new URL(request.url).pathname === '/sent') return Response.json(sent)
        const size = Number(new URL(request.url).searchParams.get('chunks'))
        return new Response(new ReadableStream({
          async pull(controller) {
            if (sent >= size) return controller.close()
            sent++
            controller.enqueue(new Uint8Array(65536).fill(sent % 251))
          },
        }))
      } }`,
      {},
      { handler: 'index.default' },
    )
    const answer = await fetch(url('stream/?chunks=100'))
    const reader = answer.body!.getReader()
    let bytes = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.length
    }
    expect(bytes).toBe(100 * 65_536)
  })

  test('arrives piece by piece, before the function is done', async () => {
    await expose(
      'drip',
      `export default { fetch: () => new Response(new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode('first '))
          await new Promise((done) => setTimeout(done, 1500))
          controller.enqueue(new TextEncoder().encode('last'))
          controller.close()
        },
      })) }`,
      {},
      { handler: 'index.default' },
    )
    const answer = await fetch(url('drip'))
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('first ')
    const { items } = (await alcove.api('GET', '/spaces/shop/functions/drip/invocations')).body
    expect(items).toEqual([])
    expect((await reader.read()).value).toBe('last')
    await reader.read()
    expect(await recordOf(answer)).toMatchObject({ status: 'success', output: { text: 'first last' } })
  })

  test('is cut, not completed, when the function fails half-way', async () => {
    await expose(
      'half',
      // The first piece waits for the end of the call or for a second one: that begins the answer.
      `export default { fetch() {
        let pieces = 0
        const pull = (controller) => {
          if (pieces++ < 2) controller.enqueue(new TextEncoder().encode('half'))
          else controller.error(new Error('broke'))
        }
        return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
      } }`,
      {},
      { handler: 'index.default' },
    )
    const answer = await fetch(url('half'))
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(await recordOf(answer)).toMatchObject({ status: 'functionError' })
    // An answer of HTTP/1.0 has no other end than that of its connection.
    const { hostname, port, pathname } = new URL(url('half'))
    const socket = connect(Number(port), hostname)
    socket.resume().write(`GET ${pathname} HTTP/1.0\r\nHost: x\r\n\r\n`)
    await expect(once(socket, 'end')).rejects.toThrow('ECONNRESET')
  })
})

describe('a failure', () => {
  test('tells a stranger nothing of the function’s insides', async () => {
    await expose('fails', `export const handler = async () => { throw new Error('password is hunter2') }`)
    const answer = await send('/fn/shop/fails')
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'FunctionError',
      invocationId: answer.headers['x-alcove-invocation-id'],
    })
    expect(answer.text).not.toContain('hunter2')
    expect(JSON.parse(answer.text)).not.toHaveProperty('error')
    expect(await recordOf(answer)).toMatchObject({ error: { message: 'password is hunter2' }, httpStatus: 502 })
  })

  test('of time is a 504', async () => {
    await expose('sleepy', `export const handler = () => new Promise(() => {})`, {}, { timeoutSeconds: 1 })
    const answer = await send('/fn/shop/sleepy')
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([504, 'Timeout'])
  })

  test('of the client cancels the call', async () => {
    await expose('patient', `export const handler = () => new Promise((done) => setTimeout(done, 20_000))`)
    const gone = new AbortController()
    const call = fetch(url('patient'), { signal: gone.signal }).catch(() => 'gone')
    await sleep(500)
    gone.abort()
    expect(await call).toBe('gone')
    await expect
      .poll(async () => (await alcove.api('GET', '/spaces/shop/functions/patient/invocations')).body.items, {
        timeout: 60_000,
      })
      .toMatchObject([{ status: 'cancelled' }])
  })
})

describe('who may call', () => {
  const LOCKED = '/spaces/shop/functions/locked'
  let key: Record<string, string>
  let foreign: Record<string, string>
  beforeAll(async () => {
    await expose('locked', `export const handler = async (event) => event`, { config: { auth: 'key' } })
    await alcove.api('POST', `${LOCKED}/versions`)
    const make = async (name: string, spaces: string[], actions: string[]) => {
      const { body } = await alcove.api('POST', '/keys', { name, spaces, actions })
      return { authorization: `Bearer ${body.key}` }
    }
    await alcove.api('POST', '/spaces', { name: 'elsewhere' })
    key = await make('caller', ['shop'], ['functions:invoke'])
    foreign = await make('foreign', ['elsewhere'], ['*'])
  })

  test('a private function looks to the keys of others as if it were not there', async () => {
    await alcove.deploy('shop', 'unexposed', 'export const handler = async () => 1')
    // Ids of requests are random, those of calls begin with a time: the digit of their version is compared.
    const strip = ({ status, headers, text }: Answer) => ({
      headers: Object.keys(headers),
      status,
      ...JSON.parse(text, (key, value) => (key === 'requestId' ? value[14] : value)),
    })
    const absent = strip(await send('/fn/shop/absent'))
    expect(absent).toMatchObject({ status: 404, code: 'NotFound' })
    expect(strip(await send('/fn/shop/locked', { headers: foreign }))).toEqual(absent)
    expect(strip(await send('/fn/nowhere/locked'))).toEqual(absent)
    expect(strip(await send('/fn/shop/unexposed'))).toEqual(absent)
  })

  test('who sends no key is asked for one, and the refusal is recorded', async () => {
    const answer = await send('/fn/shop/locked')
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="Alcove"'])
    const { items } = (await alcove.api('GET', `${LOCKED}/invocations?status=rejected`)).body
    expect(items).toHaveLength(2)
  })

  test('a key that may call gets in, and the function never sees it', async () => {
    const answer = await send('/fn/shop/locked', { headers: key })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text).headers).not.toHaveProperty('authorization')
    expect(await recordOf(answer)).toMatchObject({ caller: 'key caller' })
  })

  test('a key that is unknown is told so', async () => {
    const answer = await send('/fn/shop/locked', { headers: { authorization: 'Bearer alc_unknown' } })
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([401, 'Unauthenticated'])
  })

  test('an Authorization header for an open function is its own business', async () => {
    const answer = await send('/fn/shop/mirror', { headers: { authorization: 'Bearer mine' } })
    expect(JSON.parse(answer.text).headers.authorization).toBe('Bearer mine')
    expect((await recordOf(answer)).input.text).not.toContain('Bearer mine')
  })

  test('an API key that is sent to an open function ends at the gateway, known or not', async () => {
    const installation = 'Bearer alc_test_0123456789abcdef0123456789abcdef'
    for (const authorization of [key['authorization']!, installation, 'bearer alc_unknown', 'Token alc_unknown']) {
      const answer = await send('/fn/shop/mirror', { headers: { authorization } })
      expect(answer.status).toBe(200)
      expect(answer.text).not.toContain('alc_')
      expect(JSON.parse(answer.text).headers).not.toHaveProperty('authorization')
      expect((await recordOf(answer)).input.text).not.toContain('alc_')
    }
  })

  test('naming another qualifier than the trigger’s needs a key', async () => {
    await expose('pinned', `export const handler = async (_, context) => context.functionVersion`)
    await alcove.api('POST', '/spaces/shop/functions/pinned/versions')
    await alcove.api('PUT', '/spaces/shop/functions/pinned/triggers/web', {
      type: 'http',
      qualifier: '1',
      config: { auth: 'none' },
    })
    expect((await send('/fn/shop/pinned')).text).toBe('1')
    expect((await send('/fn/shop/pinned:1')).text).toBe('1')
    expect((await send('/fn/shop/pinned:draft')).status).toBe(401)
    expect((await send('/fn/shop/pinned:draft', { headers: key })).text).toBe('draft')
  })

  test('only the methods of the trigger work', async () => {
    await expose('readonly', `export const handler = async () => 'read'`, {
      config: { auth: 'none', methods: ['GET'] },
    })
    expect((await send('/fn/shop/readonly')).status).toBe(200)
    expect((await send('/fn/shop/readonly', { method: 'HEAD' })).status).toBe(200)
    const answer = await send('/fn/shop/readonly', { method: 'POST', body: 'x' })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET'])
  })

  test('a trigger that is off or gone answers no one, at once', async () => {
    await expose('toggled', `export const handler = async () => 'on'`)
    expect((await send('/fn/shop/toggled')).status).toBe(200)
    await expose('toggled', '', { enabled: false })
    expect((await send('/fn/shop/toggled')).status).toBe(404)
    await alcove.api('DELETE', '/spaces/shop/functions/toggled/triggers/web')
    expect((await send('/fn/shop/toggled')).status).toBe(404)
  })
})

describe('a request that is not valid', () => {
  test.each([
    '/fn/%2e%2e/mirror',
    '/fn/shop/..%2fmirror',
    '/fn//mirror',
    '/fn/shop%00/mirror',
    '//fn/shop/mirror',
    '/',
  ])('%s reaches no function', async (path) => {
    expect((await send(path)).status).toBe(404)
  })

  test('has too large a body, announced or in chunks', async () => {
    const body = new Uint8Array(20 * 1024 * 1024)
    for (const headers of [{ 'content-length': body.length }, { 'transfer-encoding': 'chunked' }]) {
      const answer = await send('/fn/shop/mirror', { method: 'POST', headers, body })
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, 'PayloadTooLarge'])
      expect(await recordOf(answer)).toMatchObject({ status: 'rejected', httpStatus: 413 })
    }
  })

  test('is refused before it sends what it announces', async () => {
    const { hostname, port } = new URL(alcove.gatewayOrigin)
    const socket = connect(Number(port), hostname)
    socket.write('POST /fn/shop/mirror HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n')
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('says two different things about its length', async () => {
    const { hostname, port } = new URL(alcove.gatewayOrigin)
    const socket = connect(Number(port), hostname)
    socket.write(
      'POST /fn/shop/mirror HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })
})
