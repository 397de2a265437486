import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/** A real MariaDB, from Debian, with a database `test` that takes any password. */
export interface Maria {
  port: number
  start(): Promise<void>
  /** Ends the server; its files stay for the next start. */
  stop(): Promise<void>
  count(table: string): number
  remove(): Promise<void>
}

const PATIENCE_MS = 60_000

export async function startMaria(): Promise<Maria> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-maria-'))
  const user = userInfo().username
  const data = [`--datadir=${join(folder, 'data')}`, `--user=${user}`]
  const made = spawnSync('mariadb-install-db', [...data, '--auth-root-authentication-method=normal', '--skip-test-db'])
  if (made.status !== 0) throw new Error(`MariaDB cannot be set up: ${String(made.stderr)}`)
  const socket = join(folder, 'socket')
  const port = await freePort()
  let server: ChildProcess | null = null
  const run = (sql: string) =>
    spawnSync('mariadb', ['--no-defaults', '-N', `--socket=${socket}`, '-e', sql], { encoding: 'utf8' })
  const maria: Maria = {
    port,
    async start() {
      const address = ['--bind-address=127.0.0.1', `--port=${port}`, `--socket=${socket}`]
      const args = ['--no-defaults', ...data, ...address, '--skip-grant-tables', '--skip-networking=0']
      server = spawn('mariadbd', [...args, `--pid-file=${join(folder, 'pid')}`], { stdio: 'ignore' })
      const until = performance.now() + PATIENCE_MS
      while (run('create database if not exists test').status !== 0) {
        if (performance.now() > until) throw new Error('MariaDB does not start')
        // oxlint-disable-next-line no-await-in-loop -- until it answers
        await sleep(100)
      }
    },
    async stop() {
      const ended = server && once(server, 'exit')
      server?.kill('SIGTERM')
      server = null
      await ended
    },
    count: (table) => Number(run(`select count(*) from test.${table}`).stdout || 0),
    async remove() {
      await maria.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await maria.start()
  return maria
}
