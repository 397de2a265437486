import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startPostgres, type Postgres } from '../src/index.ts'
import { asSystemUser, inUserNamespace } from '../src/postgres/launcher.ts'
import { folder } from './folder.ts'

/** A stopped cluster: making one takes longer than most of what is tested with it. */
let made: string
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'alcove-storage-'))
  await (await startPostgres({ dataFolder: made, log: () => {} })).stop()
})
afterAll(() => rm(made, { recursive: true, force: true }))

async function existingCluster(): Promise<string> {
  const path = await folder()
  await cp(made, path, { recursive: true })
  return path
}

interface LogLine {
  level: string
  message: string
}

async function start(dataFolder: string, options: { launcher?: typeof inUserNamespace } = {}) {
  const lines: LogLine[] = []
  const postgres = await startPostgres({ dataFolder, log: (line) => lines.push(line), ...options })
  onTestFinished(() => postgres.stop())
  return { postgres, lines }
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query(statement)
    return rows
  } finally {
    await client.end()
  }
}

function exists(pid: number): Promise<boolean> {
  return stat(`/proc/${pid}`).then(
    () => true,
    () => false,
  )
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}

test('it starts in a new folder, keeps data over a stop, and listens on no port', async () => {
  const path = await folder()
  const { postgres } = await start(path)
  expect(await query(postgres.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await query(postgres.url, 'select current_database() as name')).toEqual([{ name: 'alcove' }])
  await query(postgres.url, 'create table kept as select 42 as answer')
  const { pid } = postgres
  await postgres.stop()
  expect(await exists(pid)).toBe(false)

  const again = await start(path)
  expect(await query(again.postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect((await stat(path)).mode & 0o077).toBe(0)
})

test('killed, it comes back by itself under the same url with everything that was committed', async () => {
  const { postgres, lines } = await start(await existingCluster())
  await query(postgres.url, 'create table kept as select 42 as answer')
  const { pid } = postgres
  process.kill(pid, 'SIGKILL')
  await until(async () => (await query(postgres.url, 'select 1').catch(() => [])).length > 0)
  expect(postgres.pid).not.toBe(pid)
  expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(lines.map(({ message }) => message).join('\n')).toMatch(/ended unexpectedly \(SIGKILL\)/)
})

test('it dies with a server that is killed, and the next start just works', async () => {
  const path = await existingCluster()
  for (let round = 0; round < 3; round++) {
    const server = spawn(process.execPath, [join(import.meta.dirname, 'hold-postgres.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const { url, pid } = JSON.parse(line.toString()) as { url: string; pid: number }
    await query(url, `create table round_${round} ()`)
    server.kill('SIGKILL')
    await once(server, 'exit')
    // Do not wait: the next start finds it still shutting down, as after a quick restart by hand.
    if (round === 1) await until(async () => !(await exists(pid)))
  }
  const { postgres } = await start(path)
  const tables = await query(postgres.url, "select relname from pg_class where relname like 'round_%' order by 1")
  expect(tables).toEqual([{ relname: 'round_0' }, { relname: 'round_1' }, { relname: 'round_2' }])
})

test('a signal to the process group of the server does not reach it', async () => {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'hold-postgres.ts'), await existingCluster()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const { url, pid } = JSON.parse(line.toString()) as { url: string; pid: number }
  onTestFinished(async () => {
    server.kill('SIGKILL')
    // It writes to its folder while it shuts down, and the folder is removed next.
    await until(async () => !(await exists(pid)))
  })
  const client = new pg.Client(url).on('error', () => {})
  await client.connect()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.kill(-server.pid!, signal)
    await once(server.stdout, 'data')
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    // A smart shutdown, as SIGTERM asks for, keeps the connections that are there and refuses new ones.
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  }
  await client.end()
})

test('a lock file that names a living stranger does not keep it from starting', async () => {
  const path = await existingCluster()
  const first = await start(path)
  const lockFile = join(path, 'data', 'postmaster.pid')
  const content = await readFile(lockFile, 'utf8')
  await first.postgres.stop()
  await writeFile(lockFile, content.replace(/^\d+/, String(process.pid)), { mode: 0o600 })
  const { postgres } = await start(path)
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a cluster whose creation was interrupted is created again', async () => {
  const path = await folder()
  await mkdir(join(path, 'data.making'), { mode: 0o700 })
  await writeFile(join(path, 'data.making', 'PG_VERSION'), '18\n')
  const { postgres } = await start(path)
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a folder too deep for a socket path gets its socket elsewhere, for this user alone', async () => {
  const deep = join(await folder(), 'deep'.repeat(12), 'deep'.repeat(12))
  await mkdir(deep, { recursive: true })
  const { postgres } = await start(deep)
  const socketFolder = new URLSearchParams(postgres.url.split('?')[1]).get('host')!
  expect(socketFolder.startsWith(deep)).toBe(false)
  expect((await stat(socketFolder)).mode & 0o777).toBe(0o700)
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

describe.skipIf(process.getuid?.() !== 0)('as root, which PostgreSQL refuses to run as', () => {
  const launchers = {
    'in a user namespace': () => inUserNamespace,
    'as the system user': () => asSystemUser('postgres'),
  }
  test.for(Object.entries(launchers))(
    'it runs %s, under a parent folder that only root may enter',
    async ([, make]) => {
      const path = join(await folder(), 'postgres')
      const { postgres }: { postgres: Postgres } = await start(path, { launcher: make() })
      await query(postgres.url, 'create table kept as select 42 as answer')
      process.kill(postgres.pid, 'SIGKILL')
      await until(async () => (await query(postgres.url, 'select 1').catch(() => [])).length > 0)
      expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    },
  )
})
