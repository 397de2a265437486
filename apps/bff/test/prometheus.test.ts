import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'
import { freePort } from './free-port.ts'

const FOLDER = join(import.meta.dirname, '../../../docs/prometheus')
const PATH = '/spaces/shop/metrics/prometheus'
const promtool = (args: string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
  for (let n = 0; n < 3; n++) await alcove.api('POST', '/spaces/shop/functions/echo/invocations', { n })
})
afterAll(() => alcove[Symbol.asyncDispose]())

test('a space is scraped with a key of its own, and promtool finds no fault', async () => {
  const made = await alcove.api('POST', '/keys', { name: 'prometheus', spaces: ['shop'], actions: ['metrics:read'] })
  const headers = { authorization: `Bearer ${made.body.key}` }
  const { status, body, headers: answered } = await alcove.api('GET', PATH, undefined, headers)
  expect([status, answered.get('content-type')]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')])
  expect(body).toContain('alcove_space_invocations_total{function="echo",version="draft",status="success"} 3')
  expect(body).toContain('alcove_space_invocation_duration_seconds_count{function="echo",version="draft"} 3')
  expect(promtool(['check', 'metrics'], body)).toEqual({ status: 0, said: '' })
  const server = await (await alcove.app.request(`${alcove.origin}/metrics`)).text()
  // The names from before base units stay: alerts and dashboards read them.
  const rest = server.replaceAll(/^.*alcove_memory_(used|budget)_megabytes.*\n/gm, '')
  expect(rest.length).toBeLessThan(server.length)
  expect(promtool(['check', 'metrics'], rest)).toEqual({ status: 0, said: '' })
})

test('a request is named by its client from the answer to the invocation, and by Alcove where the name is no id', async () => {
  const id = '11111111-2222-4333-8444-555555555555'
  const call = (given: string) =>
    alcove.api('POST', '/spaces/shop/functions/echo/invocations', {}, { 'x-request-id': given })
  const { headers } = await call(id)
  expect(headers.get('x-request-id')).toBe(id)
  const invocation = `/spaces/shop/invocations/${headers.get('x-alcove-invocation-id')}`
  expect((await alcove.api('GET', invocation)).body.requestId).toBe(id)
  const queued = await alcove.api(
    'POST',
    '/spaces/shop/functions/echo/invocations',
    {},
    {
      'x-request-id': id,
      prefer: 'respond-async',
    },
  )
  const attempts = async () => (await alcove.api('GET', `/spaces/shop/tasks/${queued.body.id}`)).body.attempts
  await expect.poll(async () => (await attempts())[0]?.status).toBe('success')
  const attempt = `/spaces/shop/invocations/${(await attempts())[0].invocationId}`
  expect((await alcove.api('GET', attempt)).body.requestId).toBe(id)
  expect((await call('not an id')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('administrators read how this server is', async () => {
  const health = async () => (await alcove.api('GET', '/platform/health')).body
  await expect
    .poll(async () => (await health()).servers)
    .toMatchObject([{ host: 'test:0', alive: true, pool: { max: 10 }, recorder: { dropped: 0 } }])
  const { database, servers } = await health()
  expect(servers[0].eventLoop.utilization).toBeGreaterThanOrEqual(0)
  expect(servers[0].memory.rssBytes).toBeGreaterThan(1e6)
  expect(database.connections.used).toBeGreaterThan(0)
  expect((await alcove.api('GET', '/platform/log?level=warn')).body).toEqual({ items: [], nextCursor: null })
  const metrics = await (await alcove.app.request('/metrics')).text()
  expect(metrics).toMatch(/^alcove_records_dropped_total 0$/m)
  expect(metrics).toMatch(/^alcove_disk_step 0$/m)
})

test('counters only grow, also when minutes are rolled up', async () => {
  const { platform } = alcove.deps
  const counted = async () => {
    const { body } = await alcove.api('GET', PATH)
    return Number(/status="success"} (\d+)/.exec(body)![1])
  }
  const before = await counted()
  await platform.pool.query(`update metric_total_marks set until = until - interval '3 hours'`)
  await platform.pool.query(`update metric_minutes set minute = minute - interval '1 hour'`)
  expect(await counted()).toBe(before)
  await platform.pool.query('delete from metric_minutes')
  expect(await counted()).toBe(before)
})

test('promtool accepts the configuration and the rules of the documentation', () => {
  expect(promtool(['check', 'rules', join(FOLDER, 'alcove.rules.yml')]).said).toContain('SUCCESS: 8 rules found')
  expect(promtool(['check', 'config', '--syntax-only', join(FOLDER, 'alcove.yml')]).status).toBe(0)
})

test('a real Prometheus scrapes server and space, configured as documented', async () => {
  await using open = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'alcove-prometheus-'))
  open.defer(() => rm(folder, { recursive: true, force: true }))
  const made = await alcove.api('POST', '/keys', { name: 'scraper', spaces: ['shop'], actions: ['metrics:read'] })
  await writeFile(join(folder, 'alcove.key'), made.body.key)
  await cp(FOLDER, folder, { recursive: true })
  const documented = await readFile(join(FOLDER, 'alcove.yml'), 'utf8')
  const config = documented
    .replaceAll('127.0.0.1:4400', new URL(alcove.origin).host)
    .replace('/etc/prometheus/alcove.key', join(folder, 'alcove.key'))
  await writeFile(join(folder, 'alcove.yml'), `global: { scrape_interval: 1s }\n${config.replace('30s', '1s')}`)

  const address = `127.0.0.1:${await freePort()}`
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'alcove.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  )
  const ended = once(prometheus, 'exit')
  open.defer(async () => {
    prometheus.kill()
    await ended
  })
  const values = async (query: string) => {
    const answer = await fetch(`http://${address}/api/v1/query?${new URLSearchParams({ query })}`).catch(() => null)
    const found = (await answer?.json()) as { data: { result: { value: [number, string] }[] } } | undefined
    return found?.data.result.map(({ value }) => value[1])
  }
  await expect.poll(() => values('up == 1'), { timeout: 60_000 }).toEqual(['1', '1'])
  const calls = 'alcove_space_invocations_total{space="shop",function="echo",status="success"}'
  await expect.poll(() => values(`sum(${calls}) > 3`), { timeout: 60_000 }).toHaveLength(1)
})
