import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '@alcove/storage'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { newDatabase, newFolder, startServer, type RealServer } from './real-server.ts'

/** For the tests of a server with its own PostgreSQL, which follow each other. */
let home: string
// Each test starts several servers, on a machine that may be busy.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'alcove-server-'))
})
afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

/** As `npm start` does, with prewarmed sandboxes. */
const start = (environment: Record<string, string> = {}) =>
  startServer({ ALCOVE_HOME: home, ALCOVE_PREWARM: '2', ...environment })

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

const alive = (pids: number[]) => pids.filter((pid) => !['Z', null].includes(stateOf(pid)))

/** As /proc names it; null for a process that is gone. */
function stateOf(pid: number): string | null {
  try {
    return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

const HELLO = `export const handler = async () => 'hello'`
const call = (server: RealServer) => fetch(server.functionUrl('shop', 'hello'))

async function expectUsageToEqualCalls(server: RealServer): Promise<void> {
  const read = async (path: string) => (await server.api('GET', `/spaces/shop${path}`)).json() as Promise<unknown>
  const calls = (await read('/functions/hello/invocations?limit=200')) as { items: { id: string }[] }
  const sums = { calls: 0, billedMs: 0, mbMs: 0 }
  for (const { id } of calls.items) {
    // oxlint-disable-next-line no-await-in-loop -- a server that has just started
    const { billedMs, memoryMb } = (await read(`/invocations/${id}`)) as { billedMs: number; memoryMb: number }
    sums.calls += 1
    sums.billedMs += billedMs
    sums.mbMs += billedMs * memoryMb
  }
  expect(sums.calls).toBeGreaterThan(0)
  expect(await read('/usage')).toMatchObject({ total: sums })
}

test('a first start says where to go, a second copy on its folder refuses, and SIGTERM leaves nothing running', async () => {
  const server = await start()
  await server.ready()
  expect((await stat(home)).mode & 0o777).toBe(0o700)
  await expect.poll(server.output).toContain(`${server.origin}/setup?token=`)
  expect(server.output()).toContain(server.functionUrl('', '').slice(0, -1))
  expect(server.output()).toMatch(/Isolation +(containers|NONE)/)
  expect(server.output()).toMatch(/Runtimes +nodejs24, /)

  await server.deploy('shop', 'hello', HELLO)
  expect(await (await call(server)).text()).toBe('hello')

  const second = await start()
  expect(await second.exited).toBe(1)
  expect(second.output()).toContain(String(server.child.pid))
  expect(second.output()).toContain(home)
  expect((await call(server)).status).toBe(200)

  const others = family(server.child.pid!)
  expect(others.length).toBeGreaterThan(0)
  expect([await server.stop(), server.output()]).toEqual([0, server.output()])
  await expect.poll(() => alive(others)).toEqual([])
})

test('after kill -9 the next start just works, with everything that was there', async () => {
  const killed = await start()
  await killed.ready()
  expect((await call(killed)).status).toBe(200)
  const orphans = family(killed.child.pid!)
  // In the midst of calls: some of their records are stored, some are lost.
  const calls = Array.from({ length: 50 }, () => call(killed).catch(() => null))
  await Promise.race(calls)
  killed.child.kill('SIGKILL')
  await Promise.all([killed.exited, ...calls])

  const next = await start()
  await next.ready()
  expect(await (await call(next)).text()).toBe('hello')
  await expectUsageToEqualCalls(next)
  const now = family(next.child.pid!)
  expect(alive(orphans).filter((pid) => !now.includes(pid))).toEqual([])
  next.child.kill('SIGINT')
  expect(await next.exited).toBe(0)
  await expect.poll(() => alive([...orphans, ...now])).toEqual([])
})

test('SIGTERM and Ctrl+C let a call that runs finish and be recorded', async () => {
  const code = `export const handler = () => new Promise((done) => setTimeout(done, 1500, 'finished'))`
  let server = await start()
  await server.ready()
  await server.api('PUT', '/spaces/shop/functions/hello/draft', { files: { 'index.mjs': code } })
  for (const stop of [
    (pid: number) => process.kill(pid, 'SIGTERM'),
    // A terminal sends it to the whole group, and npm passes on its own: the database and the instances must not take
    // it for themselves, nor the server for a second one.
    (pid: number) => process.kill(-pid, 'SIGINT') && process.kill(pid, 'SIGINT'),
  ]) {
    const running = call(server)
    await sleep(700)
    stop(server.child.pid!)
    const answer = await running
    expect(await answer.text()).toBe('finished')
    expect([await server.exited, server.output()]).toEqual([0, server.output()])

    server = await start()
    await server.ready()
    const id = answer.headers.get('x-alcove-invocation-id')
    expect(await (await server.api('GET', `/spaces/shop/invocations/${id}`)).json()).toMatchObject({
      status: 'success',
    })
  }
  expect(await server.stop()).toBe(0)
})

test('instances to be kept ready come up with the server, and how those before them ended is known', async () => {
  const settings = { ALCOVE_HOME: await newFolder(), DATABASE_URL: await newDatabase() }
  const first = await startServer(settings)
  await first.ready()
  await first.deploy('shop', 'hello', HELLO)
  await first.api('PATCH', '/spaces/shop/functions/hello', { scaling: { minInstances: 1 } })
  expect((await call(first)).status).toBe(200)
  expect(await first.stop()).toBe(0)

  const next = await startServer(settings)
  await next.ready()
  const instances = async () => {
    const { items } = (await (await next.api('GET', '/spaces/shop/functions/hello/instances')).json()) as {
      items: { state: string | null; invocations: number; end: { reason: string } | null }[]
    }
    return items
  }
  const held = async () => (await instances()).filter(({ state }) => state !== null)
  await expect.poll(held).toMatchObject([{ invocations: 0 }])
  const closed = (await instances()).filter(({ end }) => end?.reason === 'closed')
  expect(closed.some(({ invocations }) => invocations > 0)).toBe(true)
  expect(await next.stop()).toBe(0)
})

test('a function that breaks the protocol whenever it loads, held ready, can still be deleted after a restart', async () => {
  const settings = { ALCOVE_HOME: await newFolder(), DATABASE_URL: await newDatabase() }
  const first = await startServer(settings)
  await first.ready()
  await first.deploy('shop', 'hello', HELLO)
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
  await first.deploy('shop', 'hostile', code)
  await first.api('PATCH', hostile, { scaling: { minInstances: 1 } })
  const endsOn = async (server: RealServer) => {
    const { items } = (await (await server.api('GET', `${hostile}/instances`)).json()) as {
      items: { end: { reason: string } | null }[]
    }
    return items.filter(({ end }) => end !== null).map(({ end }) => end!.reason)
  }
  await expect.poll(() => endsOn(first)).toContain('protocol')
  expect(await first.stop()).toBe(0)

  const next = await startServer(settings)
  await next.ready()
  const before = (await endsOn(next)).length
  await expect.poll(async () => (await endsOn(next)).length).toBeGreaterThan(before)
  expect((await call(next)).status).toBe(200)
  expect((await next.api('DELETE', hostile)).status).toBe(204)
  expect((await next.api('GET', hostile)).status).toBe(404)
  const metrics = await (await fetch(`${next.origin}/metrics`)).text()
  expect(metrics).toContain('alcove_uncaught_errors_total{origin="uncaughtException"} 0')
  expect([await next.stop(), next.output()]).toEqual([0, next.output()])
})

test('a database that hangs or is gone for good keeps nobody from stopping, and what is lost is counted', async () => {
  // Both servers mostly wait, so run them at the same time.
  await Promise.all(['hangs', 'is gone'].map(stopWithoutDatabase))
})

async function stopWithoutDatabase(how: string): Promise<void> {
  const folder = await newFolder()
  const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log: () => {} })
  const tell = (signal: NodeJS.Signals) => {
    // The postmaster first: once it is stopped, it starts no further process.
    for (const pids of [[postgres.pid], family(postgres.pid)]) {
      for (const pid of alive(pids)) {
        try {
          process.kill(pid, signal)
        } catch (error) {
          // One that goes on may end by itself meanwhile.
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
        }
      }
    }
  }
  const hang = () =>
    expect
      .poll(() => {
        tell('SIGSTOP')
        // One that was just being started was not among those that were told.
        return family(postgres.pid).every((pid) => stateOf(pid) === 'T')
      })
      .toBe(true)
  onTestFinished(async () => {
    tell('SIGCONT')
    await postgres.stop()
  })
  const server = await startServer({ DATABASE_URL: postgres.url, ALCOVE_HOME: join(folder, 'home') })
  await server.ready()
  await server.deploy('shop', 'hello', HELLO)
  expect(await (await call(server)).text()).toBe('hello')
  const others = family(server.child.pid!)

  if (how === 'hangs') await hang()
  else await postgres.stop()
  expect(await (await call(server)).text()).toBe('hello')
  // Somebody waits for an answer that never comes.
  const waiting = server.api('GET', '/spaces').catch(() => null)
  await server.stop()
  expect(server.output()).toMatch(/"level":50.*"lost":\d+.*"msg":"Gave up writing records"/)
  expect(server.output()).not.toContain('Stopping takes too long')
  await waiting
  await expect.poll(() => alive(others)).toEqual([])
}

test('an unreachable database is reported by the name of its variable, and nothing is left running', async () => {
  const server = await start({ DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/alcove' })
  expect(await server.exited).toBe(1)
  expect(server.output()).toContain('DATABASE_URL leads to 127.0.0.1:1/alcove, and nothing listens there')
  expect(server.output()).not.toContain('hidden')
  expect(family(server.child.pid!)).toEqual([])
})

test('a port in use is reported, with the variable that changes it', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as AddressInfo
  const server = await start({ ALCOVE_GATEWAY_PORT: String(port) })
  expect(await server.exited).toBe(1)
  expect(server.output()).toContain(`Port ${port}`)
  expect(server.output()).toContain('ALCOVE_GATEWAY_PORT')
  expect(family(server.child.pid!)).toEqual([])
})
