import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram, stop } from './child.ts'
import { freePort } from './free-port.ts'
import type { Program } from './functions.ts'

const SERVER = join(import.meta.dirname, '../apps/bff/src/server.ts')
const SPACE = 'bench'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

interface Engine {
  runtimes: { name: string; available: boolean }[]
  prewarmed: { runtime: string; ready: number; target: number }[]
  /** Alive, those being started included. */
  instances: number
}

interface Scaling {
  minInstances?: number
  maxInstances?: number
  concurrency?: number
  idleTimeoutSeconds?: number
}

export interface Deployment {
  memoryMb?: number
  timeoutSeconds?: number
  scaling?: Scaling
  environment?: Record<string, string>
}

/** A whole Alcove in a process of its own: embedded PostgreSQL, containers, a data folder that goes away with it. */
export interface Alcove extends AsyncDisposable {
  pid: number
  home: string
  /** Creates the function, or saves another draft of it, built and ready to be called. Resolves with its URL. */
  deploy(name: string, program: Program, deployment?: Deployment): Promise<string>
  instances(name: string): Promise<{ id: string; state: string | null }[]>
  engine(): Promise<Engine>
  /** How the instance of an invocation came to be. */
  startOf(invocationId: string): Promise<string | null>
  /** Every message of a function's log, page by page. */
  messages(name: string): Promise<string[]>
  /** What its standard error said so far. */
  errors(): string
}

interface Options {
  nodeOptions?: string[]
  environment?: Record<string, string>
}

export async function startAlcove({ nodeOptions = [], environment = {} }: Options = {}): Promise<Alcove> {
  await using open = new AsyncDisposableStack()
  const home = await mkdtemp(join(tmpdir(), 'alcove-bench-'))
  open.defer(() => rm(home, { recursive: true, force: true }))
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const key = randomBytes(24).toString('hex')
  const child = startProgram(process.execPath, [...nodeOptions, SERVER], {
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
  open.defer(() => stop(child, 'SIGTERM'))
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-10_000)))
  }

  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  while (!(await isReady(gatewayPort))) {
    if (child.exitCode !== null) throw new Error(`Alcove did not start: ${said}`)
    await sleep(50)
  }
  await api('POST', '/spaces', { name: SPACE, visibility: 'private' })

  const created = new Set<string>()
  const running = open.move()
  return {
    pid: child.pid!,
    home,
    async deploy(name, { runtime, handler, files, built }, deployment = {}) {
      const path = `/spaces/${SPACE}/functions`
      if (created.has(name)) {
        if (deployment.environment) await api('PATCH', `${path}/${name}`, { environment: deployment.environment })
        else await api('PUT', `${path}/${name}/draft`, { files })
      } else {
        await api('POST', path, { name, runtime, handler, files, ...deployment })
        await api('PUT', `${path}/${name}/triggers/web`, { type: 'http', config: { auth: 'none' } })
        created.add(name)
      }
      while (built && !isBuilt(await api(`GET`, `${path}/${name}/build`))) await sleep(100)
      return `http://127.0.0.1:${gatewayPort}/fn/${SPACE}/${name}`
    },
    async instances(name) {
      const { items } = await api<Page<{ id: string; function: string; state: string | null }>>(
        'GET',
        '/instances?limit=200',
      )
      return items.filter((instance) => instance.function === name)
    },
    engine: () => api('GET', '/engine'),
    async startOf(invocationId) {
      return (await api<{ start: string | null }>('GET', `/spaces/${SPACE}/invocations/${invocationId}`)).start
    },
    async messages(name) {
      const messages: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: Page<{ message: string }> = await api(
          'GET',
          `/spaces/${SPACE}/functions/${name}/logs?limit=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        )
        for (const { message } of page.items) messages.push(message)
        cursor = page.nextCursor
      }
      return messages
    },
    errors: () => said,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function isBuilt({ build }: { build: { status: string; error: string | null } | null }): boolean {
  if (build?.status === 'failed') throw new Error(`The build failed: ${build.error}`)
  return build?.status === 'succeeded'
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}
