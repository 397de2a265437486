import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '@alcove/storage'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

const SERVER = join(import.meta.dirname, '../src/server.ts')
const KEY = 'alc_test_0123456789abcdef0123456789abcdef'

let home: string
let ports: { console: number; gateway: number }
const started: Running[] = []
// Whole servers, several a test, on a machine that may have more to do.
vi.setConfig({ testTimeout: 90_000 })
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'alcove-server-'))
  ports = { console: await freePort(), gateway: await freePort() }
})
afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

/** One that a failed test left behind would answer for the next. */
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await Promise.all(started.splice(0).map(({ exited }) => exited))
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

interface Running {
  child: ChildProcess
  output(): string
  /** Resolves with the exit code (null after a signal) once all of its output is in. */
  exited: Promise<number | null>
}

function start(environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env['PATH'],
      ALCOVE_HOME: home,
      ALCOVE_PORT: String(ports.console),
      ALCOVE_GATEWAY_PORT: String(ports.gateway),
      ALCOVE_ADMIN_API_KEY: KEY,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives it.
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const running: Running = { child, output: () => output, exited }
  started.push(running)
  return running
}

async function ready(server: Running): Promise<void> {
  for (;;) {
    if (server.child.exitCode !== null) throw new Error(`The server ended: ${server.output()}`)
    const answers = await Promise.all(
      [ports.console, ports.gateway].map((port) =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    )
    if (answers.every(Boolean)) return
    await sleep(50)
  }
}

/** Processes that came from this one or that mention its data folder. */
function family(pid: number): number[] {
  const parents = new Map<number, number>()
  const named: number[] = []
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [state, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ')
      if (state === 'Z') continue
      parents.set(Number(entry), Number(parent))
      if (readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(home)) named.push(Number(entry))
    } catch {
      // It ended while we looked.
    }
  }
  const isDescendant = (each: number): boolean =>
    each === pid || (parents.has(each) && isDescendant(parents.get(each)!))
  return [...new Set([...named, ...[...parents.keys()].filter((each) => each !== pid && isDescendant(each))])]
}

const alive = (pids: number[]) => pids.filter((pid) => readdirSync('/proc').includes(String(pid)) && !isZombie(pid))

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return true
  }
}

async function api(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${ports.console}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** A function `hello` in a space `shop`, open to everyone. */
async function deploy(): Promise<void> {
  await api('POST', '/spaces', { name: 'shop' })
  const files = { 'index.mjs': `export const handler = async () => 'hello'` }
  await api('POST', '/spaces/shop/functions', { name: 'hello', runtime: 'nodejs24', handler: 'index.handler', files })
  await api('PUT', '/spaces/shop/functions/hello/triggers/web', { type: 'http', config: { auth: 'none' } })
}

const functionUrl = () => `http://127.0.0.1:${ports.gateway}/fn/shop/hello`

test('a first start says where to go, and SIGTERM leaves nothing running', async () => {
  const server = start()
  await ready(server)
  expect((await stat(home)).mode & 0o777).toBe(0o700)
  await expect.poll(() => server.output()).toContain(`http://127.0.0.1:${ports.console}/setup?token=`)
  expect(server.output()).toContain(`http://127.0.0.1:${ports.gateway}/fn/`)
  expect(server.output()).toMatch(/Isolation +(containers|NONE)/)
  expect(server.output()).toMatch(/Runtimes +nodejs24, /)

  await deploy()
  expect(await (await fetch(functionUrl())).text()).toBe('hello')

  const others = family(server.child.pid!)
  expect(others.length).toBeGreaterThan(0)
  server.child.kill('SIGTERM')
  expect([await server.exited, server.output()]).toEqual([0, server.output()])
  await expect.poll(() => alive(others)).toEqual([])
})

test('a second copy on one folder refuses and names the first', async () => {
  const first = start()
  await ready(first)
  const second = start({ ALCOVE_PORT: String(await freePort()), ALCOVE_GATEWAY_PORT: String(await freePort()) })
  expect(await second.exited).toBe(1)
  expect(second.output()).toContain(String(first.child.pid))
  expect(second.output()).toContain(home)
  expect((await fetch(functionUrl())).status).toBe(200)
  first.child.kill('SIGTERM')
  expect(await first.exited).toBe(0)
})

test('after kill -9 the next start just works, with everything that was there', async () => {
  const killed = start()
  await ready(killed)
  expect((await fetch(functionUrl())).status).toBe(200)
  const orphans = family(killed.child.pid!)
  killed.child.kill('SIGKILL')
  await killed.exited

  const next = start()
  await ready(next)
  expect(await (await fetch(functionUrl())).text()).toBe('hello')
  const now = family(next.child.pid!)
  expect(alive(orphans).filter((pid) => !now.includes(pid))).toEqual([])
  next.child.kill('SIGINT')
  expect(await next.exited).toBe(0)
  await expect.poll(() => alive([...orphans, ...now])).toEqual([])
})

test.each([
  ['SIGTERM', (pid: number) => process.kill(pid, 'SIGTERM')],
  // A terminal sends it to the whole group: the database and the instances must not take it for themselves.
  ['Ctrl+C', (pid: number) => process.kill(-pid, 'SIGINT')],
])('%s lets a call that runs finish and be recorded', async (_, stop) => {
  const server = start()
  await ready(server)
  const code = `export const handler = () => new Promise((done) => setTimeout(done, 1500, 'finished'))`
  await api('PUT', '/spaces/shop/functions/hello/draft', { files: { 'index.mjs': code } })
  const call = fetch(functionUrl())
  await sleep(700)
  stop(server.child.pid!)
  const answer = await call
  expect(await answer.text()).toBe('finished')
  expect([await server.exited, server.output()]).toEqual([0, server.output()])

  const next = start()
  await ready(next)
  const id = answer.headers.get('x-alcove-invocation-id')
  expect(await (await api('GET', `/spaces/shop/invocations/${id}`)).json()).toMatchObject({ status: 'success' })
  next.child.kill('SIGTERM')
  expect(await next.exited).toBe(0)
})

test('instances to be kept ready come up with the server, and how those before them ended is known', async () => {
  const first = start()
  await ready(first)
  await api('PATCH', '/spaces/shop/functions/hello', { scaling: { minInstances: 1 } })
  expect((await fetch(functionUrl())).status).toBe(200)
  first.child.kill('SIGTERM')
  expect(await first.exited).toBe(0)

  const next = start()
  await ready(next)
  const instances = async () => {
    const { items } = (await (await api('GET', '/spaces/shop/functions/hello/instances')).json()) as {
      items: { state: string | null; invocations: number; end: { reason: string } | null }[]
    }
    return items
  }
  const alive = async () => (await instances()).filter(({ state }) => state !== null)
  await expect.poll(alive, { timeout: 10_000 }).toMatchObject([{ invocations: 0 }])
  const closed = (await instances()).filter(({ end }) => end?.reason === 'closed')
  expect(closed.some(({ invocations }) => invocations > 0)).toBe(true)
  await api('PATCH', '/spaces/shop/functions/hello', { scaling: { minInstances: 0 } })
  next.child.kill('SIGTERM')
  expect(await next.exited).toBe(0)
})

test('a function that breaks the protocol whenever it loads, held ready, can still be deleted after a restart', async () => {
  const first = start()
  await ready(first)
  await deploy()
  // Each of these used to end the server: values that cannot become numbers, in frames that it must read.
  const code = `
    import fs from 'node:fs'
    const frame = (kind, payload) => {
      const bytes = Buffer.from(payload), head = Buffer.alloc(9)
      head.writeUInt32LE(bytes.length, 0); head[4] = kind
      return Buffer.concat([head, bytes])
    }
    const hostile = '{"code":{"toString":1,"valueOf":1},"request":{"toString":1,"valueOf":1},"bootMs":{"toString":1}}'
    for (const kind of [25, 26, 16]) fs.writeSync(3, frame(kind, hostile))
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    export const handler = async () => 'never'`
  const hostile = '/spaces/shop/functions/hostile'
  const made = await api('POST', '/spaces/shop/functions', {
    name: 'hostile',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': code },
    scaling: { minInstances: 1 },
  })
  expect([made.status, await made.text()]).toEqual([201, expect.anything()])
  const trigger = await api('PUT', `${hostile}/triggers/web`, { type: 'http', config: { auth: 'none' } })
  expect(trigger.ok).toBe(true)
  const ends = async () => {
    const { items } = (await (await api('GET', `${hostile}/instances`)).json()) as {
      items: { end: { reason: string } | null }[]
    }
    return items.filter(({ end }) => end !== null).map(({ end }) => end!.reason)
  }
  await expect.poll(ends, { timeout: 20_000 }).toContain('protocol')
  first.child.kill('SIGTERM')
  expect(await first.exited).toBe(0)

  const next = start()
  await ready(next)
  const before = (await ends()).length
  await expect.poll(async () => (await ends()).length, { timeout: 20_000 }).toBeGreaterThan(before)
  expect((await fetch(functionUrl())).status).toBe(200)
  expect((await api('DELETE', hostile)).status).toBe(204)
  expect((await api('GET', hostile)).status).toBe(404)
  const metrics = await (await fetch(`http://127.0.0.1:${ports.console}/metrics`)).text()
  expect(metrics).toContain('alcove_uncaught_errors_total{origin="uncaughtException"} 0')
  next.child.kill('SIGTERM')
  expect([await next.exited, next.output()]).toEqual([0, next.output()])
})

test.each(['hangs', 'is gone'])(
  'a database that %s for good keeps nobody from stopping, and what is lost is counted',
  async (how) => {
    const folder = await mkdtemp(join(tmpdir(), 'alcove-lost-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log: () => {} })
    const tell = (signal: NodeJS.Signals) => {
      for (const pid of alive([postgres.pid, ...family(postgres.pid)])) process.kill(pid, signal)
    }
    onTestFinished(async () => {
      tell('SIGCONT')
      await postgres.stop()
    })
    const server = start({ DATABASE_URL: postgres.url, ALCOVE_HOME: join(folder, 'home') })
    await ready(server)
    await deploy()
    expect(await (await fetch(functionUrl())).text()).toBe('hello')
    const others = family(server.child.pid!)

    if (how === 'hangs') tell('SIGSTOP')
    else await postgres.stop()
    expect(await (await fetch(functionUrl())).text()).toBe('hello')
    // Somebody waits for an answer that never comes.
    const waiting = api('GET', '/spaces').catch(() => null)
    server.child.kill('SIGTERM')
    await server.exited
    expect(server.output()).toMatch(/"level":50.*"lost":\d+.*"msg":"Gave up writing records"/)
    expect(server.output()).not.toContain('Stopping takes too long')
    await waiting
    await expect.poll(() => alive(others)).toEqual([])
  },
)

test('a database that cannot be reached is told of by the name of its variable, and nothing is left running', async () => {
  const server = start({ DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/alcove' })
  expect(await server.exited).toBe(1)
  expect(server.output()).toContain('DATABASE_URL leads to 127.0.0.1:1/alcove, and nothing listens there')
  expect(server.output()).not.toContain('hidden')
  expect(family(server.child.pid!)).toEqual([])
})

test('a port that is taken is named, with the variable that changes it', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const server = start({ ALCOVE_GATEWAY_PORT: String(port) })
  expect(await server.exited).toBe(1)
  expect(server.output()).toContain(`Port ${port}`)
  expect(server.output()).toContain('ALCOVE_GATEWAY_PORT')
  expect(family(server.child.pid!)).toEqual([])
  taken.close()
})
