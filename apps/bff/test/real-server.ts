import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keepRootfs, linkRootfs } from '@alcove/engine/testing'
import { createTestDatabase } from '@alcove/platform/testing'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'

const SERVER = join(import.meta.dirname, '../src/server.ts')
const QUICK_IMPORTS = join(import.meta.dirname, '../../../scripts/quick-imports.ts')
const KEY = 'alc_test_0123456789abcdef0123456789abcdef'

export interface RealServer {
  child: ChildProcess
  /** The origin of the console. */
  origin: string
  output(): string
  /** Resolves with the exit code (null after a signal) once all of its output is in. */
  exited: Promise<number | null>
  /** Resolves once both ports answer that they are ready. @throws when the server ends before */
  ready(): Promise<void>
  readyz(): Promise<{ status: number; body: { status: string; detail?: string } }>
  api(method: string, path: string, body?: unknown): Promise<Response>
  /** The same with any body and headers. */
  send(method: string, path: string, body?: RequestInit['body'], headers?: Record<string, string>): Promise<Response>
  /** Makes a Node function of this `index.mjs`, and its space when there is none, open to everyone. */
  deploy(space: string, fn: string, code: string): Promise<void>
  functionUrl(space: string, fn: string): string
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<number | null>
}

/** The server as `npm start` runs it, killed at the end of the test. `through` is a command that starts it. */
export async function startServer(
  environment: Record<string, string>,
  through: readonly string[] = [],
): Promise<RealServer> {
  const [console, gateway] = [await freePort(), await freePort()]
  const [program, ...args] = [...through, process.execPath, '--import', QUICK_IMPORTS, SERVER]
  const home = environment['ALCOVE_HOME']!
  linkRootfs(home)
  const child = spawn(program!, args, {
    env: {
      PATH: process.env['PATH'],
      ALCOVE_PORT: String(console),
      ALCOVE_GATEWAY_PORT: String(gateway),
      ALCOVE_ADMIN_API_KEY: KEY,
      // These tests need the first start of an instance, or none.
      ALCOVE_PREWARM: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives it.
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const readyz = async (port = console) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
    return { status: answer.status, body: (await answer.json()) as { status: string; detail?: string } }
  }
  const isReady = (port: number) =>
    readyz(port).then(
      ({ status }) => status === 200,
      () => false,
    )
  const api: RealServer['api'] = (method, path, body) =>
    fetch(`http://127.0.0.1:${console}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const send: RealServer['send'] = (method, path, body, headers) =>
    fetch(`http://127.0.0.1:${console}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, ...headers },
      ...(body !== undefined && { body }),
    })
  return {
    child,
    origin: `http://127.0.0.1:${console}`,
    output: () => output,
    exited,
    async ready() {
      while (!(await isReady(console)) || !(await isReady(gateway))) {
        if (child.exitCode !== null) throw new Error(`The server ended: ${output}`)
        await sleep(50)
      }
      keepRootfs(home)
    },
    readyz: () => readyz(),
    api,
    send,
    async deploy(space, fn, code) {
      await api('POST', '/spaces', { name: space })
      const files = { 'index.mjs': code }
      const made = await api('POST', `/spaces/${space}/functions`, {
        name: fn,
        runtime: 'nodejs24',
        handler: 'index.handler',
        files,
      })
      if (!made.ok) throw new Error(`${fn} was not deployed: ${await made.text()}`)
      const trigger = { type: 'http', config: { auth: 'none' } }
      await api('PUT', `/spaces/${space}/functions/${fn}/triggers/web`, trigger)
    },
    functionUrl: (space, fn) => `http://127.0.0.1:${gateway}/fn/${space}/${fn}`,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** A folder that is removed after the test, after the servers in it. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-server-'))
  // Processes that were killed with the server may still write for a moment.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }))
  return folder
}

/** A migrated database that is dropped after the test, for servers whose own PostgreSQL is not what is tested. */
export async function newDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  return url
}
