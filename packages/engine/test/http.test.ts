import { createRequire } from 'node:module'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const handler = (source: string) =>
  fixture.deploy({ 'index.mjs': `export const handler = async (event, context) => { ${source} }` })
const fetcher = (source: string) =>
  fixture.deploy(
    { 'index.mjs': `export default { async fetch(request, context) { ${source} } }` },
    { handler: 'index.default' },
  )

describe('a handler, by payload format 2.0', () => {
  test('gets the request as an event', async () => {
    const fn = await handler('return event')
    const { value } = await fn.request({
      method: 'POST',
      path: '/orders/7',
      query: 'a=1&b=2',
      headers: { 'content-type': 'application/json', cookie: 'x=1; y=2' },
      body: '{"n":1}',
    })
    expect(value).toMatchObject({
      version: '2.0',
      rawPath: '/orders/7',
      rawQueryString: 'a=1&b=2',
      queryStringParameters: { a: '1', b: '2' },
      cookies: ['x=1', 'y=2'],
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', path: '/orders/7' } },
    })
  })

  test('gets bytes that are no text as base64', async () => {
    const fn = await handler('return { coded: event.isBase64Encoded, bytes: [...Buffer.from(event.body, "base64")] }')
    const image = await fn.request({
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array([1, 2, 255]),
    })
    expect(image.value).toEqual({ coded: true, bytes: [1, 2, 255] })
    const latin = { method: 'POST', headers: { 'content-type': 'text/plain; charset=latin1' } }
    expect((await fn.request({ ...latin, body: new Uint8Array([0xe9]) })).value).toEqual({ coded: true, bytes: [0xe9] })
    const unnamed = await fn.request({ method: 'POST', body: new Uint8Array([0xff, 0xfe]) })
    expect(unnamed.value).toEqual({ coded: true, bytes: [0xff, 0xfe] })
  })

  test('answers with status, headers and cookies', async () => {
    const fn = await handler(
      `return { statusCode: 201, headers: { 'Content-Type': 'text/plain', 'x-count': 3 }, cookies: ['a=1', 'b=2'], body: 'made' }`,
    )
    const { head, text } = await fn.request()
    expect(text).toBe('made')
    expect(head).toEqual({
      statusCode: 201,
      headers: [
        ['content-type', 'text/plain'],
        ['x-count', '3'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
  })

  test('answers with bytes from base64', async () => {
    const fn = await handler(
      `return { statusCode: 200, headers: { 'content-type': 'image/png' }, isBase64Encoded: true, body: 'AQL/' }`,
    )
    expect([...(await fn.request()).body]).toEqual([1, 2, 255])
  })

  test.for([
    ['an object', 'return { hello: "you" }', '{"hello":"you"}'],
    ['a string', 'return "just text"', 'just text'],
    ['a list', 'return [1, 2]', '[1,2]'],
  ] as const)('answers 200 and JSON for %s without a statusCode', async ([, source, body]) => {
    const { head, text } = await (await handler(source)).request()
    expect(head).toEqual({ statusCode: 200, headers: [['content-type', 'application/json']] })
    expect(text).toBe(body)
  })

  test.for([
    [
      'a status that is none',
      'return { statusCode: 99 }',
      /statusCode must be between 200 and 599: current value is 99/,
    ],
    ['a response that failed', 'return Response.error()', /statusCode must be between 200 and 599: current value is 0/],
    [
      'too many headers',
      'return { statusCode: 200, headers: Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`x-${n}`, n])) }',
      /A response may have 200 headers: this one has 300/,
    ],
    ['a line break in a header', 'return { statusCode: 200, headers: { a: "x\\r\\nset-cookie: y=1" } }', /header/i],
    ['a header name with a space', 'return { statusCode: 200, headers: { "a b": "x" } }', /header/i],
  ] as const)('fails as the function, not as the platform, on %s', async ([, source, message]) => {
    const { report } = await (await handler(source)).request()
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'TypeError' } })
    expect(report.error!.message).toMatch(message)
  })

  test('may return a Response as well', async () => {
    const { head, text } = await (await handler('return new Response("web", { status: 418 })')).request()
    expect(head!.statusCode).toBe(418)
    expect(text).toBe('web')
  })

  test('may stream its body', async () => {
    const fn = await handler(
      `return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: (async function* () { yield 'a'; await new Promise((r) => setTimeout(r, 20)); yield 'b' })() }`,
    )
    const chunks: string[] = []
    await fn.request(undefined, { onData: (chunk) => void chunks.push(Buffer.from(chunk).toString()) })
    expect(chunks).toEqual(['a', 'b'])
  })

  test('a large answer arrives whole', async () => {
    const { body, report } = await (
      await handler('return { statusCode: 200, body: "abcdefghij".repeat(1 << 20) }')
    ).request()
    expect(report).toMatchObject({ status: 'success', responseBytes: 10 << 20 })
    expect(body.equals(Buffer.from('abcdefghij'.repeat(1 << 20)))).toBe(true)
  })
})

describe('a module with fetch', () => {
  test('gets a web Request and answers with a web Response', async () => {
    const fn = await fetcher(`
      const url = new URL(request.url)
      return Response.json(
        { method: request.method, path: url.pathname, q: url.searchParams.get('q'), body: await request.text(), host: url.host, cookie: request.headers.get('cookie'), id: context.requestId.length },
        { status: 202, headers: [['x-a', '1'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']] })
    `)
    const { head, value } = await fn.request({
      method: 'PUT',
      path: '/a%20b',
      query: 'q=%C3%A4',
      headers: { cookie: 'k=v; l=w' },
      body: 'sent',
    })
    expect(value).toEqual({
      method: 'PUT',
      path: '/a%20b',
      q: 'ä',
      body: 'sent',
      host: 'functions.example',
      cookie: 'k=v; l=w',
      id: 36,
    })
    expect(head).toEqual({
      statusCode: 202,
      headers: [
        ['content-type', 'application/json'],
        ['x-a', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
  })

  test('streams: the first chunk arrives before the last is made', async () => {
    const fn = await fetcher(`
      const encoder = new TextEncoder()
      return new Response(new ReadableStream({ async start(c) {
        for (let i = 0; i < 5; i++) { c.enqueue(encoder.encode('chunk ' + i + ';')); await new Promise((r) => setTimeout(r, 10)) }
        c.close()
      } }))
    `)
    const seen: string[] = []
    const { text, report } = await fn.request(undefined, {
      onData: (chunk) => void seen.push(Buffer.from(chunk).toString()),
    })
    expect(seen.length).toBe(5)
    expect(text).toBe('chunk 0;chunk 1;chunk 2;chunk 3;chunk 4;')
    expect(report.phases.response).toBeGreaterThan(0)
  })

  test('a stream that breaks off fails the call after what was sent', async () => {
    const fn = await fetcher(`
      return new Response(new ReadableStream({ async start(c) {
        c.enqueue(new TextEncoder().encode('half')); await new Promise((r) => setTimeout(r, 20)); c.error(new RangeError('broken'))
      } }))
    `)
    const { report, text } = await fn.request()
    expect(text).toBe('half')
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'RangeError', message: 'broken' } })
  })

  test('answers a payload 2.0 event with a structured response', async () => {
    const fn = await fetcher(
      'return new Response("you sent " + (await request.text()), { status: 201, headers: { "set-cookie": "a=1" } })',
    )
    const { value } = await fn.run({
      version: '2.0',
      rawPath: '/x',
      rawQueryString: '',
      headers: { host: 'h.example' },
      body: 'aGk=',
      isBase64Encoded: true,
      requestContext: { http: { method: 'POST', path: '/x' } },
    })
    expect(value).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      cookies: ['a=1'],
      body: 'you sent hi',
      isBase64Encoded: false,
    })
  })

  test('says what it needs when the event is no HTTP request', async () => {
    const { report } = await (await fetcher('return new Response("x")')).run({ a: 1 })
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'TypeError' } })
    expect(report.error!.message).toMatch(/answers HTTP requests/)
  })

  test('returning no Response is an error', async () => {
    const { report } = await (await fetcher('return { ok: true }')).request()
    expect(report.error!.message).toBe('fetch must return a Response: it returned object')
  })

  test.for(['index.ts', 'index.mjs'])('a real Hono app answers from %s', async (file) => {
    const fn = await fixture.deploy(
      {
        ...packageFiles('hono'),
        [file]: `
          import { Hono } from 'hono'
          const app = new Hono()
          app.get('/users/:id', (c) => c.json({ id: c.req.param('id'), q: c.req.query('q') }))
          app.post('/echo', async (c) => c.text(await c.req.text(), 201))
          app.get('/boom', () => { throw new Error('boom') })
          export default app
        `,
      },
      { handler: 'index.default' },
    )
    expect((await fn.request({ path: '/users/7', query: 'q=x' })).value).toEqual({ id: '7', q: 'x' })
    expect(await fn.request({ method: 'POST', path: '/echo', body: 'hello' })).toMatchObject({
      text: 'hello',
      head: { statusCode: 201 },
    })
    expect((await fn.request({ path: '/nowhere' })).head!.statusCode).toBe(404)
    const boom = await fn.request({ path: '/boom' })
    expect(boom.head!.statusCode).toBe(500)
    expect(boom.lines.map((line) => line.message).join()).toContain('Error: boom')
  })
})

/** The files of a dependency as in an upload: its package.json and ES modules. */
function packageFiles(name: string): Record<string, string> {
  const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  const top = dirname(root).endsWith(name) ? dirname(root) : root
  const files: Record<string, string> = {}
  for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const wanted = entry.name === 'package.json' || (entry.name.endsWith('.js') && !path.includes('/cjs/'))
    if (entry.isFile() && wanted) files[`node_modules/${name}/${relative(top, path)}`] = readFileSync(path, 'utf8')
  }
  return files
}
