import { once } from 'node:events'
import { connect, createServer as createTcp, type AddressInfo } from 'node:net'
import { createServer as createHttp } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TestPlatform } from '@alcove/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'
import { startMaria, type Maria } from './maria.ts'

const received: { path: string; dataset: string | undefined; text: string }[] = []
let refuses = false
const receiver = createHttp((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    if (refuses) return response.writeHead(401).end(`expired: ${request.headers.authorization}`)
    const dataset = request.headers['alcove-dataset'] as string | undefined
    received.push({ path: request.url!, dataset, text: Buffer.concat(chunks).toString() })
    return response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})

let alcove: Alcove
let url: string
let maria: Maria
/** The database of this run, which listens on a socket alone, by TCP. */
const postgres = createTcp((client) => {
  const folder = new URL((alcove.deps.platform as TestPlatform).databaseUrl).searchParams.get('host')!
  const server = connect(join(folder, '.s.PGSQL.5432'))
  client.pipe(server).pipe(client)
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const)
    one.on('error', () => other.destroy())
})
const CALLS = 5
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  postgres.listen(0, '127.0.0.1')
  maria = await startMaria()
  alcove = await openShop({ permittedAddresses: (_, __, addresses) => [...addresses] })
  await alcove.deploy('shop', 'talk', 'export const handler = ({ n }) => { console.log("line", n) }')
  await alcove.deploy(
    'shop',
    'chain',
    `import { alcove } from 'alcove'
    export const handler = async ({ hop }) => {
      if (hop === 0) return alcove.bucket('archive').put('link', 'x')
      await alcove.invoke('chain', { hop: hop - 1 }, { async: hop === 1 })
    }`,
  )
  await alcove.api('PUT', '/spaces/shop/buckets/archive', {})
})
afterAll(async () => {
  await alcove[Symbol.asyncDispose]()
  receiver.close()
  postgres.close()
  await maria.remove()
})

const put = (sink: string, body: object) => alcove.api('PUT', `/spaces/shop/sinks/${sink}`, body)
const get = async (path: string) => (await alcove.api('GET', `/spaces/shop/${path}`)).body

test('records reach every destination, none is lost while one is down', async () => {
  const datasets = ['logs', 'invocations', 'traces', 'metrics']
  const sql = { host: '127.0.0.1', user: 'alcove', password: 'p', database: 'test', tls: 'off' }
  const made = await Promise.all([
    put('hook', { type: 'http', datasets, config: { url: `${url}/hook`, token: 't-1' } }),
    put('spans', { type: 'otlp', datasets: ['logs', 'traces', 'metrics'], config: { url: `${url}/otlp` } }),
    put('files', { type: 'bucket', datasets, config: { bucket: 'archive', prefix: 'out/' } }),
    put('warehouse', { type: 'postgres', datasets, config: { ...sql, ...(await warehouse()) } }),
    put('reporting', { type: 'mysql', datasets, config: { ...sql, port: maria.port } }),
  ])
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect(made[0]!.body).toMatchObject({ hasSecret: true, config: { url: `${url}/hook` } })
  expect(JSON.stringify(made[0]!.body)).not.toContain('t-1')
  expect((await alcove.api('POST', '/spaces/shop/sinks/warehouse/test')).body).toMatchObject({ ok: true })

  await maria.stop()
  for (let n = 0; n < CALLS; n++) await alcove.api('POST', '/spaces/shop/functions/talk/invocations', { n })
  await expect
    .poll(async () => (await get('sinks/reporting')).lastError, { timeout: 60_000 })
    .toMatch(/ECONNREFUSED|closed|connect/i)
  await maria.start()
  await alcove.api('POST', '/spaces/shop/sinks/reporting/resume')

  const lines = () => of('logs').map((line) => line.message as string)
  await expect.poll(lines, { timeout: 60_000 }).toHaveLength(CALLS)
  await expect.poll(() => of('invocations').length, { timeout: 60_000 }).toBe(CALLS)
  await expect.poll(() => of('traces').length, { timeout: 60_000 }).toBe(CALLS)
  const [span] = of('traces')
  expect(span).toMatchObject({ name: 'talk', status: 'success', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) })
  const sent = () =>
    received
      .filter(({ path }) => path === '/otlp/v1/traces')
      .flatMap(({ text }) => JSON.parse(text).resourceSpans as { scopeSpans: { spans: object[] }[] }[])
      .flatMap(({ scopeSpans }) => scopeSpans[0]!.spans)
  // Each sink delivers in its own time.
  await expect.poll(() => sent().length, { timeout: 60_000 }).toBeGreaterThan(0)
  await expect.poll(() => maria.count('alcove_logs'), { timeout: 60_000 }).toBe(CALLS)
  await expect.poll(() => maria.count('alcove_invocations'), { timeout: 60_000 }).toBe(CALLS)
  // The next test looks for this call. Made here, it is delivered while this test waits.
  await alcove.api('POST', '/spaces/shop/functions/chain/invocations', { hop: 2 })
  const rows = async (table: string) => (await alcove.deps.platform.pool.query(`select * from ${table}`)).rows
  await expect.poll(() => rows('warehouse_logs'), { timeout: 60_000 }).toHaveLength(CALLS)
  await expect.poll(() => rows('warehouse_invocations'), { timeout: 60_000 }).toHaveLength(CALLS)
  expect((await rows('warehouse_logs'))[0]).toMatchObject({ space: 'shop', function_name: 'talk', level: 'info' })
  // Files are written every half minute; a sink that is resumed looks for records at once.
  const archivedNow = async () => {
    await alcove.api('POST', '/spaces/shop/sinks/files/resume')
    return archived()
  }
  await expect.poll(archivedNow, { timeout: 90_000, interval: 1_000 }).toHaveLength(CALLS)
  expect(await get('sinks/reporting')).toMatchObject({ state: 'delivering', attempts: 0 })
})

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
}

test('an OTLP receiver gets the spans of a call, of the function and the task it caused, and of what they did', async () => {
  const spans = (): OtlpSpan[] =>
    received
      .filter(({ path }) => path === '/otlp/v1/traces')
      .flatMap(({ text }) => JSON.parse(text).resourceSpans)
      .flatMap(({ resource, scopeSpans }) =>
        resource.attributes[0].value.stringValue === 'chain' ? scopeSpans[0].spans : [],
      )
  await expect.poll(() => spans().map(({ name }) => name), { timeout: 60_000 }).toContain('bucket.put')
  const [put] = spans().filter(({ name }) => name === 'bucket.put')
  const ancestors: OtlpSpan[] = []
  for (let span = put; span; span = spans().find(({ spanId }) => spanId === span!.parentSpanId)) ancestors.push(span)
  // client, consumer, server
  expect(ancestors.filter(({ name }) => name === 'chain').map(({ kind }) => kind)).toEqual([5, 2, 2])
  expect(new Set(ancestors.map(({ traceId }) => traceId)).size).toBe(1)
})

test('a sink that is refused says why, waits, and catches up', async () => {
  refuses = true
  const before = of('logs').length
  const tested = await alcove.api('POST', '/spaces/shop/sinks/hook/test')
  expect(tested.body).toMatchObject({
    ok: false,
    steps: [
      { step: 'resolve', ok: true },
      { step: 'signIn', ok: false, detail: 'it answered with status 401: expired: Bearer ***' },
      { step: 'write', ok: null },
    ],
  })
  await alcove.api('POST', '/spaces/shop/functions/talk/invocations', { n: 99 })
  await expect.poll(async () => (await get('sinks/hook')).state, { timeout: 60_000 }).toBe('retrying')
  refuses = false
  // It tries at once. What failed before counts until something is delivered.
  const { body } = await alcove.api('POST', '/spaces/shop/sinks/hook/resume')
  expect(body).toMatchObject({ nextAttemptAt: null, lastError: expect.stringContaining('401') })
  expect(body.attempts).toBeGreaterThan(0)
  await expect.poll(() => of('logs').length, { timeout: 60_000 }).toBe(before + 1)
  await expect.poll(() => get('sinks/hook'), { timeout: 60_000 }).toMatchObject({ attempts: 0, lastError: null })
})

test('what is stored later than cursors expect is delivered all the same', async () => {
  const { pool } = alcove.deps.platform
  const before = of('invocations').length
  // As the recorder notes a call that took long: its id is old when it is stored.
  const [call] = (await get('functions/talk/invocations')).items
  await pool.query(
    `insert into sink_late (sink_id, dataset, id) select id, 'invocations', $1 from sinks where name = 'hook'`,
    [call.id],
  )
  await expect.poll(() => of('invocations').length, { timeout: 60_000 }).toBeGreaterThan(before)
  await expect.poll(async () => (await pool.query('select 1 from sink_late')).rowCount, { timeout: 60_000 }).toBe(0)
})

test('a past range is sent again, with the same ids', async () => {
  const ids = new Set(of('logs').map(({ id }) => id))
  const before = of('logs').length
  const range = { from: new Date(Date.now() - 3600_000).toISOString(), to: new Date().toISOString() }
  const { status, body } = await alcove.api('POST', '/spaces/shop/sinks/hook/replays', range)
  expect([status, body.kind]).toEqual([202, 'sinks.replay'])
  const backwards = { from: range.to, to: range.from }
  const refused = await alcove.api('POST', '/spaces/shop/sinks/hook/replays', backwards)
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'to'])
  await expect.poll(async () => (await get(`background-actions/${body.id}`)).state, { timeout: 60_000 }).toBe('done')
  expect(of('logs').length).toBeGreaterThan(before)
  expect(of('logs').every(({ id }) => ids.has(id))).toBe(true)
})

test('a credential stays with the host it was given for', async () => {
  const { status, body } = await put('hook', { type: 'http', datasets: ['logs'], config: { url: 'http://a.example/' } })
  expect([status, body.errors[0].path]).toEqual([400, 'config.token'])
})

test.each<[what: string, body: object]>([
  [
    'a dataset that OTLP has no message for',
    { type: 'otlp', datasets: ['invocations'], config: { url: 'http://a.example' } },
  ],
  ['a bucket that is not there', { type: 'bucket', datasets: ['logs'], config: { bucket: 'absent' } }],
  [
    'a database without its password',
    { type: 'postgres', datasets: ['logs'], config: { host: 'a', user: 'a', database: 'a' } },
  ],
  [
    'a table name that is SQL',
    {
      type: 'mysql',
      datasets: ['logs'],
      config: { host: 'a', user: 'a', password: 'a', database: 'a', tablePrefix: 'a`; drop' },
    },
  ],
])('refuses %s', async (_, body) => {
  expect((await put('bad', body)).status).toBe(400)
})

/** How to reach the database of this run; its tables are apart from Alcove's own. */
async function warehouse() {
  const { rows } = await alcove.deps.platform.pool.query(
    'select current_database() as database, current_user as "user"',
  )
  return { ...rows[0], port: (postgres.address() as AddressInfo).port, tablePrefix: 'warehouse_' }
}

/** The lines in the bucket's files. */
async function archived(): Promise<string[]> {
  const { items } = await get('buckets/archive/objects?prefix=out/logs/')
  const files = await Promise.all(
    (items as { key: string }[]).map(async ({ key }) => {
      expect(key).toMatch(/^out\/logs\/date=\d{4}-\d\d-\d\d\/hour=\d\d\/[^/]+\.ndjson\.gz$/)
      return (await alcove.raw('GET', `/spaces/shop/buckets/archive/objects/${key}`)).arrayBuffer()
    }),
  )
  return files.flatMap((bytes) => gunzipSync(Buffer.from(bytes)).toString().trim().split('\n'))
}

function of(dataset: string): Record<string, unknown>[] {
  return received
    .filter((each) => each.path === '/hook' && each.dataset === dataset)
    .flatMap(({ text }) => text.split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((record) => record['function'] === 'talk' || record['name'] === 'talk')
}
