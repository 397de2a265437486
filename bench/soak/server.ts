import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const SERVER = join(import.meta.dirname, '../../apps/bff/src/server.ts')
const [PORT, GATEWAY_PORT] = ['4490', '4491']

export interface Server extends AsyncDisposable {
  pid: number
  gateway: string
  key: string
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Every instance there is. */
  instances(): Promise<{ id: string; state: string }[]>
  engine(): Promise<{ prewarmed: { ready: number; target: number }[] }>
  /** @throws when it does not come true in time */
  until(condition: () => Promise<boolean>, withinMs: number): Promise<void>
}

/** A whole Alcove with a data folder that goes away with it. */
export async function startServer(): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), 'alcove-soak-'))
  const key = randomBytes(24).toString('hex')
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env['PATH'],
      ALCOVE_HOME: home,
      ALCOVE_PORT: PORT,
      ALCOVE_GATEWAY_PORT: GATEWAY_PORT,
      ALCOVE_ADMIN_API_KEY: key,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = once(child, 'exit')
  const server: Server = {
    pid: child.pid!,
    gateway: `http://127.0.0.1:${GATEWAY_PORT}`,
    key,
    async api(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${PORT}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as never
    },
    async instances() {
      const { items } = await server.api<{ items: { id: string; state: string }[] }>('GET', '/instances?limit=200')
      return items
    },
    engine: () => server.api('GET', '/engine'),
    async until(condition, withinMs) {
      const end = Date.now() + withinMs
      while (!(await condition())) {
        if (Date.now() > end) throw new Error(`Not true within ${withinMs / 1000} s`)
        await sleep(250)
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
      await rm(home, { recursive: true, force: true })
    },
  }
  const ready = async () => {
    if (child.exitCode !== null) throw new Error('The server did not start')
    return fetch(`http://127.0.0.1:${PORT}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
  await server.until(ready, 60_000)
  return server
}
