import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture, type Ran } from './engine-fixture.ts'
import { javaHandler } from './java-classes.ts'
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

/** As people set it up: https://opentelemetry.io/docs/languages/js/instrumentation/ */
const WITH_SDK = `
import { trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { LoggerProvider, BatchLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { NodeTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { logs } from '@opentelemetry/api-logs'
new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register()
logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })] }))
const tracer = trace.getTracer('shop')
export const handler = async ({ fail }) => tracer.startActiveSpan('order', async (order) => {
  await tracer.startActiveSpan('price', async (price) => price.setAttribute('sku', 'mug').end())
  logs.getLogger('shop').emit({ body: 'priced', severityNumber: 13, attributes: { sku: process.env.KEY } })
  order.end()
  if (fail) throw new Error('no')
  return order.spanContext().traceId
})
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

  test('an SDK that exports over OTLP has its spans and records with the call, redacted', async () => {
    const names = [
      'sdk-trace-node',
      'sdk-logs',
      'api-logs',
      'exporter-trace-otlp-proto',
      'exporter-logs-otlp-http',
      'api',
    ]
    const files = { ...nodeModules(...names.map((name) => `@opentelemetry/${name}`)), 'index.mjs': WITH_SDK }
    const fn = await fixture.deploy(files, { secrets: { KEY: 'very-secret-key' } })
    for (const fail of [false, true]) {
      // oxlint-disable-next-line no-await-in-loop -- in the same instance
      const ran = await fn.run({ fail })
      const [price, order] = spansOf(ran)
      expect(order).toMatchObject({ name: 'order', parentId: null })
      expect(price).toMatchObject({ name: 'price', parentId: order!.id, attributes: { sku: 'mug' } })
      expect(ran.report.error?.message ?? ran.value).toBe(fail ? 'no' : TRACE)
      expect(spansOf(ran)).toHaveLength(2)
      const { level, message } = ran.lines.find((line) => line.message.includes('priced'))!
      expect([level, message]).toEqual(['warn', expect.stringMatching(/^{"message":"priced","sku":"(?!very)/)])
    }
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

/** Stands in the place of the exporter that pip installs: `pip` is not part of these tests. */
const PYTHON_EXPORTER = `
import json, os, time, urllib.request

def export(signal, entry):
    at = str(time.time_ns())
    scope = {"spans": [{"startTimeUnixNano": at, "endTimeUnixNano": at, **entry}]} if signal == "traces" else {"logRecords": [entry]}
    outer, inner = ("resourceSpans", "scopeSpans") if signal == "traces" else ("resourceLogs", "scopeLogs")
    body = json.dumps({outer: [{inner: [scope]}]}).encode()
    url = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/" + signal
    urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})).read()
`

test('Python: what an exporter sends is kept with the call', async () => {
  const fn = await fixture.deploy(
    {
      'opentelemetry/exporter/otlp/proto/http/__init__.py': PYTHON_EXPORTER,
      'main.py': `
from opentelemetry.exporter.otlp.proto.http import export

def handler(event, context):
    export("traces", {"traceId": "f" * 32, "spanId": "e" * 16, "name": "priced"})
    export("logs", {"body": {"stringValue": "sold out"}, "severityNumber": 17})
`,
    },
    { runtime: 'python3', handler: 'main.handler' },
  )
  const ran = await fn.run({})
  expect(ran.report.error).toBeNull()
  // Requests to the endpoint do not count as requests of the function.
  expect(spansOf(ran).map(({ name, parentId }) => [name, parentId])).toEqual([['priced', null]])
  expect(ran.lines).toMatchObject([{ level: 'error', message: 'sold out' }])
})

test('Java: what an exporter sends is kept with the call', async () => {
  const classes = await javaHandler(`
    public static int handle() throws Exception {
      String at = System.currentTimeMillis() + "000000";
      String span = "{\\"traceId\\":\\"" + "f".repeat(32) + "\\",\\"spanId\\":\\"" + "e".repeat(16)
        + "\\",\\"name\\":\\"priced\\",\\"startTimeUnixNano\\":\\"" + at + "\\",\\"endTimeUnixNano\\":\\"" + at + "\\"}";
      send("traces", "{\\"resourceSpans\\":[{\\"scopeSpans\\":[{\\"spans\\":[" + span + "]}]}]}");
      String log = "{\\"body\\":{\\"stringValue\\":\\"sold out\\"},\\"severityNumber\\":17}";
      return send("logs", "{\\"resourceLogs\\":[{\\"scopeLogs\\":[{\\"logRecords\\":[" + log + "]}]}]}");
    }
    static int send(String signal, String json) throws Exception {
      var url = new java.net.URL(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") + "/v1/" + signal);
      var request = (java.net.HttpURLConnection) url.openConnection();
      request.setDoOutput(true);
      request.setRequestProperty("Content-Type", "application/json");
      request.setRequestProperty("Content-Encoding", "gzip");
      try (var body = new java.util.zip.GZIPOutputStream(request.getOutputStream())) { body.write(json.getBytes()); }
      return request.getResponseCode();
    }`)
  // Its name says that code exports.
  const files = { ...classes, 'lib/opentelemetry-exporter-otlp-1.60.0.jar': zipSync({}) }
  const fn = await fixture.deploy(files, { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 })
  const ran = await fn.run({})
  expect(ran.report.error).toBeNull()
  expect(ran.value).toBe(200)
  expect(spansOf(ran).map(({ name, parentId }) => [name, parentId])).toEqual([['priced', null]])
  expect(ran.lines).toMatchObject([{ level: 'error', message: 'sold out' }])
})

/** Type and coding of a body, and what it is. */
const REFUSED = [
  ['text/plain', 'identity', '{}', 415],
  ['application/json', 'br', '{}', 415],
  ['application/json', 'gzip', 'no gzip', 400],
  ['application/json', 'identity', 'x'.repeat(1024 * 1024), 413],
  ['application/json', 'gzip', gzipSync(Buffer.alloc(100e6)).toString('base64'), 413],
  ['application/json', 'identity', 'no json', 200],
] as const
const bodies = REFUSED.map(([type, coding, body, status]) => [
  type,
  coding,
  status === 413 && coding === 'gzip' ? body : Buffer.from(body).toString('base64'),
])
const statuses = REFUSED.map((each) => each[3])

test('Node.js: the endpoint refuses what it cannot take with a status', async () => {
  const fn = await fixture.deploy(
    {
      'index.mjs': `
export const handler = async (bodies) => {
  const answers = []
  for (const [type, coding, body] of bodies) {
    const headers = { 'content-type': type, 'content-encoding': coding }
    const url = process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/logs'
    answers.push((await fetch(url, { method: 'POST', headers, body: Buffer.from(body, 'base64') })).status)
  }
  return answers
}`,
    },
    { environment: { OTEL_LOGS_EXPORTER: 'otlp' } },
  )
  const ran = await fn.run(bodies)
  expect(ran.report.error).toBeNull()
  expect(ran.value).toEqual(statuses)
})

test('Python: the endpoint refuses what it cannot take with a status', async () => {
  const fn = await fixture.deploy(
    {
      'opentelemetry/exporter/otlp/proto/http/__init__.py': '',
      'main.py': `
import base64, http.client, os, urllib.parse
import opentelemetry.exporter.otlp.proto.http

def post(headers, body):
    to = urllib.parse.urlsplit(os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"])
    connection = http.client.HTTPConnection(to.netloc)
    connection.putrequest("POST", to.path + "/v1/logs")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(body)
    return connection.getresponse().status

def handler(event, context):
    answers = []
    for kind, coding, text in event:
        body = base64.b64decode(text)
        headers = {"Content-Type": kind, "Content-Encoding": coding, "Content-Length": len(body)}
        try:
            answers.append(post(headers, body))
        except ConnectionError:
            # Refused before it was read.
            answers.append(413)
    for length in ("-1", "many"):
        answers.append(post({"Content-Type": "application/json", "Content-Length": length}, b""))
    return answers
`,
    },
    { runtime: 'python3', handler: 'main.handler' },
  )
  const ran = await fn.run(bodies)
  expect(ran.report.error).toBeNull()
  expect(ran.value).toEqual([...statuses, 411, 411])
  expect(ran.lines).toEqual([])
})

test('a bootstrap finds where to export to, unless its author says so', async () => {
  const bootstrap = `#!/bin/sh
API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  curl -sD /tmp/head "$API/next" -o /dev/null
  ID=$(grep -i request-id /tmp/head | tr -d '[:space:]' | cut -d: -f2)
  NOW=$(date +%s%N)
  SPAN='{"traceId":"'$(printf 'f%.0s' $(seq 32))'","spanId":"eeeeeeeeeeeeeeee","name":"priced","startTimeUnixNano":"'$NOW'","endTimeUnixNano":"'$NOW'"}'
  curl -s -H 'Content-Type: application/json' -d '{"resourceSpans":[{"scopeSpans":[{"spans":['"$SPAN"']}]}]}' "$OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces"
  curl -s -d '"'$OTEL_EXPORTER_OTLP_ENDPOINT'"' "$API/$ID/response"
done
`
  const custom = { runtime: 'custom', handler: 'bootstrap' } as const
  const fn = await fixture.deploy({ bootstrap }, custom)
  const ran = await fn.run({})
  expect(spansOf(ran).map(({ name }) => name)).toEqual(['priced'])
  const own = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }
  const other = await fixture.deploy({ bootstrap }, { ...custom, environment: own })
  expect((await other.run({})).value).toBe(own.OTEL_EXPORTER_OTLP_ENDPOINT)
})
