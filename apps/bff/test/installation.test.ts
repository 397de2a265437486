import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '@alcove/platform/testing'
import { expect, test, vi } from 'vitest'
import { newDatabase, newFolder, startServer, type RealServer } from './real-server.ts'

/** A database, and a folder for the homes of servers on it. */
async function newInstallation() {
  const folder = await newFolder()
  const database = await newDatabase()
  const setting = (home: string, shared?: string): Record<string, string> => ({
    DATABASE_URL: database,
    ALCOVE_HOME: join(folder, home),
    ...(shared !== undefined && { ALCOVE_SHARED_HOME: join(folder, shared) }),
  })
  return { folder, setting }
}

const call = async (server: RealServer, fn: string) => (await fetch(server.functionUrl('shop', fn))).text()

test('two servers on one database and one shared folder serve each other’s functions', async () => {
  const { setting, folder } = await newInstallation()
  // At the same time: the database decides which of them founds the installation.
  const [one, two] = await Promise.all([startServer(setting('one', 'shared')), startServer(setting('two', 'shared'))])
  await Promise.all([one.ready(), two.ready()])
  await one.deploy('shop', 'first', `export const handler = () => 'made on one'`)
  await two.deploy('shop', 'second', `export const handler = () => process.env.SECRET`)
  await two.api('PATCH', '/spaces/shop/functions/second', { secrets: { SECRET: 'sealed on two' } })
  for (const server of [one, two]) {
    await expect.poll(() => call(server, 'first')).toBe('made on one')
    await expect.poll(() => call(server, 'second')).toBe('sealed on two')
    expect(server.output()).toContain('Files at /mnt/space stay in this home')
  }
  const ids = await Promise.all(
    ['blobs', 'secrets'].map((name) => readFile(join(folder, 'shared', name, 'installation'), 'utf8')),
  )
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}\n$/)
  expect(ids[1]).toBe(ids[0])

  const third = await startServer(setting('three'))
  expect(await third.exited).toBe(1)
  expect(third.output()).toMatch(/The blobs folder belongs to no installation yet.*set ALCOVE_SHARED_HOME to it/)
  expect(await call(one, 'second')).toBe('sealed on two')
})

test('each build is done by one of two servers, under load, and what a killed one was building is taken over', async () => {
  const { setting } = await newInstallation()
  const [one, two] = await Promise.all([startServer(setting('one', 'shared')), startServer(setting('two', 'shared'))])
  await Promise.all([one.ready(), two.ready()])
  await one.deploy('shop', 'busy', 'export const handler = () => 1')
  let calling = true
  const load = (async () => {
    while (calling) {
      await call(two, 'busy')
      await sleep(10)
    }
  })()
  const jobs = () =>
    rows<{ key: string; owner: string | null; attempts: number }>(setting('one')['DATABASE_URL']!, JOBS)

  // Java takes seconds to compile: all are queued before the first is done.
  const names = Array.from({ length: 6 }, (_, n) => `java-${n}`)
  const made = await Promise.all(
    names.map((name, n) =>
      one.api('POST', '/spaces/shop/functions', {
        name,
        runtime: 'java17',
        handler: 'Handler.handle',
        memoryMb: 256,
        files: { 'Handler.java': handlerThatReturns(n) },
      }),
    ),
  )
  expect(made.map(({ status }) => status)).toEqual(names.map(() => 201))
  await vi.waitFor(async () => {
    expect(new Set((await jobs()).map(({ owner }) => owner)).size).toBe(OWNERS_AND_NOBODY)
  }, patience)
  one.child.kill('SIGKILL')
  await one.exited
  const attempts = new Map<string, number>()
  await vi.waitFor(async () => {
    const left = await jobs()
    for (const { key, attempts: count } of left) attempts.set(key, count)
    expect(left).toEqual([])
  }, patience)
  calling = false
  await load
  // A server runs two builds at a time: only those of the killed one were tried twice.
  expect([...attempts.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(2)
  for (const name of names) {
    const { build } = (await (await two.api('GET', `/spaces/shop/functions/${name}/build`)).json()) as Built
    expect(build).toMatchObject({ status: 'succeeded' })
  }
})

const patience = { timeout: 110_000, interval: 50 }
const JOBS = `select key, owner, attempts from jobs where kind = 'build'`
/** Both servers are at it, and some wait. */
const OWNERS_AND_NOBODY = 3
interface Built {
  build: { status: string }
}
const handlerThatReturns = (value: number) => `
public class Handler {
  public Object handle(java.util.Map<String, Object> event, alcove.Context context) { return ${value}; }
}`

test('a server whose folders are another installation’s is refused, and so are folders of one on an empty database', async () => {
  const { setting, folder } = await newInstallation()
  const own = await startServer(setting('own'))
  const stranger = { ALCOVE_HOME: join(folder, 'strange'), DATABASE_URL: await newDatabase() }
  const other = await startServer(stranger)
  await Promise.all([own.ready(), other.ready()])
  expect(await other.stop()).toBe(0)

  for (const name of ['secrets', 'blobs']) {
    const mixed = join(folder, `mixed-${name}`)
    await mkdir(mixed)
    for (const one of ['secrets', 'blobs'])
      await cp(join(folder, one === name ? 'strange' : 'own', one), join(mixed, one), { recursive: true })
    const server = await startServer(setting(`other-${name}`, `mixed-${name}`))
    expect(await server.exited).toBe(1)
    expect(server.output()).toMatch(
      new RegExp(`The ${name} folder belongs to installation [0-9a-f-]{36}.*the database`),
    )
  }

  const moved = await startServer({ ...stranger, DATABASE_URL: await newDatabase() })
  expect(await moved.exited).toBe(1)
  expect(moved.output()).toMatch(/folder belongs to installation .*, and this database belongs to none.*DATABASE_URL/)
  // With its own database it still starts.
  await (await startServer(stranger)).ready()
})
