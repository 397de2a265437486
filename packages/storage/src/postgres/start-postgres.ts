import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { realpath, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from './binaries.ts'
import { clearLocks, prepareCluster, socketFolderOf, type Cluster } from './cluster.ts'
import { chooseLauncher, type Launcher } from './launcher.ts'

export interface Postgres {
  /** For `pg`: a Unix socket that only this user can reach. */
  url: string
  /** Pid of the server process. Changes after a crash. */
  readonly pid: number
  /** Ends connections, writes a checkpoint and waits until the process has ended. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Contains the cluster. Created with mode 0700 at the first start. */
  dataFolder: string
  log(line: { level: 'info' | 'warn' | 'error'; message: string }): void
  launcher?: Launcher
}

/** Milliseconds before consecutive restarts after an unexpected exit. The last one repeats. */
const RESTART_DELAYS = [0, 100, 500, 2_000, 10_000]

/**
 * Starts the embedded PostgreSQL. It ends with this process, even by kill -9, and is restarted when it ends by itself.
 * Clients then reconnect to the same url.
 */
export async function startPostgres({
  dataFolder,
  log,
  launcher = chooseLauncher(),
}: PostgresOptions): Promise<Postgres> {
  const binaries = await findBinaries()
  const cluster = await prepareCluster(dataFolder, binaries, launcher)
  const url = urlOf(cluster, 'alcove')
  const stopping = new AbortController()
  let server!: ChildProcess
  await launch()
  await createDatabase(cluster)
  const supervised = supervise()

  return {
    url,
    get pid() {
      return server.pid!
    },
    async stop() {
      stopping.abort()
      server.kill('SIGINT')
      const insist = setTimeout(() => server.kill('SIGQUIT'), 10_000)
      await supervised
      clearTimeout(insist)
      await rm(cluster.socketFolder, { recursive: true, force: true })
    },
  }

  async function launch(): Promise<void> {
    const [program, ...args] = [...launcher.prefix, binaries.postgres, ...settings(cluster)]
    server = spawn(program!, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH },
      // Ctrl+C reaches the whole process group of a terminal: PostgreSQL must outlive what we still have to write.
      detached: true,
    })
    createInterface(server.stderr!).on('line', (line) => report(line, log))
    await ready(server, urlOf(cluster, 'postgres'))
  }

  async function supervise(): Promise<void> {
    for (let failures = 0; ;) {
      const since = performance.now()
      if (running(server)) await once(server, 'exit')
      if (stopping.signal.aborted) return
      if (performance.now() - since > 60_000) failures = 0
      const how = server.signalCode ?? `code ${server.exitCode}`
      log({ level: 'error', message: `PostgreSQL ended unexpectedly (${how}); starting it again` })
      await sleep(RESTART_DELAYS[Math.min(failures++, RESTART_DELAYS.length - 1)], null, {
        signal: stopping.signal,
      }).catch(() => {})
      if (stopping.signal.aborted) return
      try {
        await clearLocks(cluster.data)
        await launch()
        // stop() may have been called meanwhile and have signalled only the dead process.
        if (stopping.signal.aborted) server.kill('SIGINT')
        else log({ level: 'info', message: 'PostgreSQL runs again' })
      } catch (error) {
        log({ level: 'error', message: `PostgreSQL does not start: ${(error as Error).message}` })
      }
    }
  }
}

/** Where the PostgreSQL of a server that runs answers. */
export async function runningPostgresUrl(dataFolder: string): Promise<string> {
  return urlOf({ socketFolder: socketFolderOf(await realpath(dataFolder)) }, 'alcove')
}

function running(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

function settings({ data, socketFolder }: Cluster): string[] {
  const values = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    shared_buffers: '64MB',
    // One machine without replicas: write less for the same durability.
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
    log_line_prefix: '',
  }
  return ['-D', data, ...Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
}

function urlOf({ socketFolder }: Pick<Cluster, 'socketFolder'>, database: string): string {
  return `postgresql:///${database}?host=${encodeURIComponent(socketFolder)}&user=alcove`
}

/** A broken connection fails the running statement. The event alone must not end the process. */
function clientOf(url: string): pg.Client {
  return new pg.Client(url).on('error', () => {})
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const failed = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`PostgreSQL ended while starting (${signal ?? `code ${code}`})`)
  })
  failed.catch(() => {})
  for (;;) {
    const client = clientOf(url)
    const connected = client.connect().then(
      () => client.end().then(() => true),
      () => false,
    )
    if (await Promise.race([connected, failed])) return
    await Promise.race([sleep(10), failed])
  }
}

async function createDatabase(cluster: Cluster): Promise<void> {
  const client = clientOf(urlOf(cluster, 'postgres'))
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'alcove'")
    if (rowCount === 0) await client.query('create database alcove')
  } finally {
    await client.end()
  }
}

/** What it says while it starts and stops as it was told to. */
const USUAL = /the database system is|due to administrator command/

/** Logs PostgreSQL's messages about itself. Callers report the errors of their statements. */
function report(line: string, log: PostgresOptions['log']): void {
  if (/^(FATAL|PANIC):/.test(line) && !USUAL.test(line)) log({ level: 'error', message: line })
  else if (line.startsWith('WARNING:')) log({ level: 'warn', message: line })
}
