import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture, type Ran } from './engine-fixture.ts'
import { nodeModules } from './node-modules.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const spansOf = ({ report }: Ran) => report.spans?.spans ?? []

const NODE = `
import http from 'node:http'
import { trace } from '@opentelemetry/api'
const tracer = trace.getTracer('test')
const server = http.createServer((request, response) => {
  response.statusCode = request.url.startsWith('/missing') ? 404 : 200
  response.end(request.headers.traceparent ?? '')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const at = 'http://127.0.0.1:' + server.address().port
const gone = http.createServer()
await new Promise((resolve) => gone.listen(0, '127.0.0.1', resolve))
const { port } = gone.address()
await new Promise((resolve) => gone.close(resolve))
const get = (url) => new Promise((resolve, reject) => http.get(url, async (response) => {
  let text = ''
  for await (const chunk of response) text += chunk
  resolve(text)
}).on('error', reject))
export const handler = async (event) => {
  if (event.many) for (let n = 0; n < event.many; n++) tracer.startSpan('span ' + n).end()
  if (event.many) return null
  const fetched = await (await fetch(at + '/ok?key=secret')).text()
  const got = await get(at + '/missing')
  const own = await (await fetch(at + '/own', { headers: { traceparent: 'mine' } })).text()
  const failed = await fetch('http://127.0.0.1:' + port + '/gone').catch(() => 'failed')
  await tracer.startActiveSpan('outer', { attributes: { n: 1, long: 'x'.repeat(9999) } }, async (span) => {
    await fetch(at + '/inner')
    span.recordException(new RangeError('no'))
    span.end()
  })
  return { fetched, got, own, failed }
}
`

describe('Node.js', () => {
  test('requests become spans that carry the trace on, and spans of OpenTelemetry’s API hold them', async () => {
    const fn = await fixture.deploy({ ...nodeModules('@opentelemetry/api'), 'index.mjs': NODE })
    const ran = await fn.run({})
    const spans = spansOf(ran)
    const of = (path: string) => spans.find(({ attributes }) => attributes['url.path'] === path)!
    expect(ran.value).toMatchObject({
      fetched: `00-${TRACE}-${of('/ok').id}-01`,
      got: `00-${TRACE}-${of('/missing').id}-01`,
      own: 'mine',
      failed: 'failed',
    })
    expect(of('/ok')).toMatchObject({ kind: 'client', parentId: null, error: null })
    expect(of('/ok').attributes['http.response.status_code']).toBe(200)
    expect(of('/missing').error).toBe('404')
    expect(of('/gone').error).toContain('ECONNREFUSED')
    expect(JSON.stringify(spans)).not.toContain('secret')
    const outer = spans.find(({ name }) => name === 'outer')!
    expect(outer).toMatchObject({ kind: 'internal', error: 'RangeError: no' })
    expect(outer.attributes['long']).toHaveLength(400)
    expect(of('/inner').parentId).toBe(outer.id)
  })

  test('a call has a bounded number of them', async () => {
    const fn = await fixture.deploy({ ...nodeModules('@opentelemetry/api'), 'index.mjs': NODE })
    const ran = await fn.run({ many: 5_000 })
    expect(spansOf(ran)).toHaveLength(100)
    expect(ran.report.spans!.dropped).toBe(100)
    expect((await fn.run({ many: 1 })).report.spans).toMatchObject({ spans: [{ name: 'span 0' }], dropped: 0 })
  })

  test('requests to the platform are spans of the call', async () => {
    const fn = await fixture.deploy({
      'index.mjs': `import { alcove } from 'alcove'
        export const handler = () => alcove.bucket('photos').get('a.txt').then(() => 1, () => 0)`,
    })
    const [span] = spansOf(await fn.run({}))
    expect(span).toMatchObject({ kind: 'client', attributes: { bucket: 'photos', key: 'a.txt' } })
    expect(span!.error).toMatch(/^NotFound/)
  })
})

test('Python: requests of urllib become spans that carry the trace on', async () => {
  const fn = await fixture.deploy(
    {
      'main.py': `
import http.server, threading, urllib.request, urllib.error

class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if self.path == "/down" else 200)
        self.end_headers()
        self.wfile.write(self.headers.get("traceparent", "").encode())
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
at = f"http://127.0.0.1:{server.server_port}"

def handler(event, context):
    got = urllib.request.urlopen(at + "/ok?key=secret").read().decode()
    try:
        urllib.request.urlopen(at + "/down")
    except urllib.error.HTTPError:
        pass
    return got
`,
    },
    { runtime: 'python3', handler: 'main.handler' },
  )
  const ran = await fn.run({})
  const [ok, down] = spansOf(ran)
  expect(ran.value).toBe(`00-${TRACE}-${ok!.id}-01`)
  expect(ok).toMatchObject({ kind: 'client', error: null, attributes: { 'url.path': '/ok' } })
  expect(down).toMatchObject({ error: '503' })
})
