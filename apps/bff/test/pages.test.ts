import { Validator } from '@seriousme/openapi-schema-validator'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROUTES } from '../src/api/routes.ts'
import { readiness } from '../src/http/health.ts'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-console-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Alcove</title>')
  await writeFile(join(folder, 'assets/index-abc123.js'), 'export {}')
  await writeFile(join(folder, 'assets/index-abc123.js.br'), brotliCompressSync('export {}'))
  await writeFile(join(folder, 'assets/index-abc123.js.gz'), gzipSync('export {}'))
  await writeFile(join(folder, 'assets/language-tools.worker-Ab_1.js'), 'export {}')
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  alcove = await openAlcove({ consoleFolder: folder })
})
afterAll(async () => {
  await alcove[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const get = (path: string, headers = {}) => alcove.app.request(path, { headers })

test('every page of the console is the index page, which is never cached', async () => {
  for (const path of ['/', '/sign-in', '/s/shop/f/checkout/code', '/s/v1.2']) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-cache'])
    expect(await answer.text()).toContain('<title>Alcove</title>')
  }
})

test('hashed assets are cached for ever, and a missing one is a 404', async () => {
  const asset = await get('/assets/index-abc123.js')
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toContain('javascript')
  expect((await get('/assets/gone-000.js')).status).toBe(404)
  expect((await get('/favicon.svg')).headers.get('content-type')).toContain('svg')
  expect((await get('/assets/..%2f..%2f..%2fetc%2fpasswd')).status).toBe(404)
})

test('an asset is sent as the build compressed it, in what its reader takes', async () => {
  const coded = async (accepts: string | undefined, path = '/assets/index-abc123.js') => {
    const answer = await get(path, accepts === undefined ? {} : { 'accept-encoding': accepts })
    const { headers } = answer
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(headers.get('content-type')).toContain('javascript')
    expect([headers.get('vary'), Number(headers.get('content-length'))]).toEqual(['Accept-Encoding', bytes.length])
    return [headers.get('content-encoding'), bytes]
  }
  expect(await coded('gzip, deflate, br, zstd')).toEqual(['br', brotliCompressSync('export {}')])
  // What Chrome takes over plain HTTP.
  expect(await coded('gzip, deflate')).toEqual(['gzip', gzipSync('export {}')])
  for (const accepts of [undefined, 'identity', 'br;q=0, gzip;q=0']) {
    expect(await coded(accepts)).toEqual([null, Buffer.from('export {}')])
  }
  expect(await coded('br', '/assets/language-tools.worker-Ab_1.js')).toEqual([null, Buffer.from('export {}')])
})

test('the console never swallows a path of the API', async () => {
  for (const path of ['/api', '/api/', '/api/v1', '/api/v1/nothing', '/api/nothing']) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json'])
  }
})

test('pages run only scripts of our own, in no frame', async () => {
  const { headers } = await get('/')
  const policy = headers.get('content-security-policy')!
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe-eval')
  expect(policy).not.toContain('wasm')
  // One worker runs WebAssembly, and loads nothing but scripts and data of our own.
  const worker = (await get('/assets/language-tools.worker-Ab_1.js')).headers.get('content-security-policy')
  expect(worker).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('answers of the API can neither run nor be cached', async () => {
  const { headers } = await alcove.api('GET', '/spaces')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

test('the OpenAPI document is valid and complete', async () => {
  const document = (await (await get('/api/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, Record<string, { responses: Record<string, { content?: object }>; operationId: string }>>
    components: { schemas: Record<string, unknown> }
  }
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  expect(operations).toHaveLength(ROUTES.length)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(ROUTES.length)
  for (const { path, method, responses } of operations) {
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'))!
    expect([method, path, success[0] === '204' || success[1].content !== undefined]).toEqual([method, path, true])
    expect(responses['4XX']?.content).toHaveProperty('application/problem+json')
  }
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Space', 'Function', 'Draft', 'Version', 'Alias', 'Trigger', 'Invocation', 'Problem']),
  )
})

test('the API reference comes from our own files', async () => {
  const page = await get('/api/docs')
  const html = await page.text()
  expect(html).not.toMatch(/https?:\/\//)
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  const script = await get('/api/docs/scalar.js')
  expect(script.headers.get('content-type')).toContain('javascript')
  expect((await script.text()).length).toBeGreaterThan(1_000_000)
  expect((await get('/api/docs/scalar.js', { 'if-none-match': script.headers.get('etag') })).status).toBe(304)
})

test('files of packages are compressed for their reader, and never others than those', async () => {
  const devtools = /src="([^"]+)js_app\.js"/.exec(await (await get('/devtools/')).text())![1]!
  for (const path of ['/api/docs/scalar.js', `${devtools}js_app.js`]) {
    const plain = await (await get(path)).text()
    for (const [accepts, coding, decompress] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      // As it was compressed for the first one.
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, identity', null, (bytes: Buffer) => bytes],
    ] as const) {
      const answer = await get(path, { 'accept-encoding': accepts })
      const { headers } = answer
      expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([coding, 'Accept-Encoding'])
      expect(headers.get('content-type')).toContain('javascript')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(decompress(bytes).toString()).toBe(plain)
    }
  }
  for (const name of ['', '..', 'none.js', '..%2fjs_app%2fjs_app.js'])
    expect((await get(devtools + name, { 'accept-encoding': 'gzip' })).status).toBe(404)
})

test('health is told to anyone, and metrics name no space or function', async () => {
  await alcove.api('POST', '/spaces', { name: 'hidden-space' })
  await alcove.deploy('hidden-space', 'hidden-function', 'export const handler = async () => 1')
  await alcove.api('POST', '/spaces/hidden-space/functions/hidden-function/invocations', {})
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/readyz')).status).toBe(200)
  const metrics = await (await get('/metrics')).text()
  expect(metrics).toContain('alcove_invocations_total{status="success",trigger="api"} 1')
  expect(metrics).toContain('alcove_ready 1')
  expect(metrics).toContain('alcove_bytes_in_flight 0')
  expect(metrics).not.toContain('hidden')
})

test('a machine without a single runtime is not ready, and says what to install', async () => {
  const { platform, engine } = alcove.deps
  expect(await readiness({ platform, engine })).toEqual({ status: 200, body: { status: 'ok' } })
  const info = engine.info()
  const remedy = 'apt-get install nodejs'
  const runtimes = info.runtimes.map((runtime) => ({ ...runtime, available: false, remedy }))
  const bare = { ...engine, info: () => ({ ...info, runtimes }) }
  expect(await readiness({ platform, engine: bare })).toEqual({
    status: 503,
    body: { status: 'unavailable', detail: `No runtime is installed. To fix it: ${remedy}` },
  })
})
