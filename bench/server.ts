import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram, stop, untilDeath } from './child.ts'
import { firstAnswerEver } from './first-answer.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SERVER = join(import.meta.dirname, '../apps/bff/src/server.ts')
const START_PATIENCE_MS = 60_000

interface Engine {
  runtimes: { name: string; available: boolean }[]
  prewarmed: { runtime: string; ready: number; target: number }[]
  /** Living instances, starting ones included. */
  instances: number
}

export interface Instance {
  id: string
  function: string
  state: string | null
}

/**
 * A complete Alcove in a process of its own: embedded PostgreSQL, containers, and a data folder that is removed with
 * it.
 */
export interface Server {
  pid: number
  home: string
  /** Origin of console and API. */
  origin: string
  /** Origin of function URLs. */
  gateway: string
  key: string
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  engine(): Promise<Engine>
  /** Every instance. */
  instances(): Promise<Instance[]>
}

export interface ServerOptions {
  nodeOptions?: string[]
  environment?: Record<string, string>
}

/** @param own ends the server, even during its start */
export async function startServer(
  own: AsyncDisposableStack,
  { nodeOptions = [], environment = {} }: ServerOptions = {},
): Promise<Server> {
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const home = temporaryFolder(own)
  const key = randomBytes(24).toString('hex')
  const child = startProgram(process.execPath, ['--expose-gc', ...nodeOptions, SERVER], {
    environment: {
      ALCOVE_HOME: home,
      ALCOVE_PORT: String(port),
      ALCOVE_GATEWAY_PORT: String(gatewayPort),
      ALCOVE_SANDBOX: 'oci',
      ALCOVE_ADMIN_API_KEY: key,
      ...environment,
    },
    stderr: 'pipe',
  })
  own.defer(() => stop(child))
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-10_000)))
  }
  const origin = `http://127.0.0.1:${port}`
  const gateway = `http://127.0.0.1:${gatewayPort}`
  try {
    await Promise.race([firstAnswerEver(`${gateway}/readyz`, START_PATIENCE_MS), untilDeath(child)])
  } catch (error) {
    // Its last output may still be on its way.
    await sleep(100)
    throw new Error(`Alcove did not start: ${said}`, { cause: error })
  }

  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  return {
    pid: child.pid!,
    home,
    origin,
    gateway,
    key,
    api,
    engine: () => api('GET', '/engine'),
    instances: async () => (await api<{ items: Instance[] }>('GET', '/instances?limit=200')).items,
  }
}
