import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram, stop } from '../child.ts'
import { firstAnswerEver } from '../first-answer.ts'
import { freePort } from '../free-port.ts'

const SERVER = join(import.meta.dirname, '../../apps/bff/src/server.ts')
const START_PATIENCE_MS = 120_000
const MOST_STARTS = 10
/** A request that the server's death cut off fails at once; one to a hanging server must not stop the run. */
const REQUEST_MS = 30_000

/** A server that is killed and started again, on the same home, database and ports. */
export interface Victim extends AsyncDisposable {
  /** Where functions are called. */
  gateway: string
  start(): Promise<void>
  /** kill -9 of the server alone: the processes that it started are left behind. */
  kill(): Promise<void>
  /** One attempt; rejects while the server is down. */
  request(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Response>
  /** Repeats the request until it is answered, however often the server dies. Resolves with the answer as JSON. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
}

interface Options {
  home: string
  databaseUrl: string
  logFile: string
}

export async function openVictim({ home, databaseUrl, logFile }: Options): Promise<Victim> {
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const key = randomBytes(24).toString('hex')
  const origin = `http://127.0.0.1:${port}`
  const log = createWriteStream(logFile)
  let child: ReturnType<typeof startProgram> | null = null

  async function request(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
    return fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(REQUEST_MS),
      ...(body !== undefined && { body }),
    })
  }

  async function launched(): Promise<boolean> {
    child = startProgram(process.execPath, [SERVER], {
      environment: {
        ALCOVE_HOME: home,
        DATABASE_URL: databaseUrl,
        ALCOVE_PORT: String(port),
        ALCOVE_GATEWAY_PORT: String(gatewayPort),
        ALCOVE_SANDBOX: 'oci',
        ALCOVE_ADMIN_API_KEY: key,
      },
      stderr: 'pipe',
    })
    for (const stream of [child.stdout!, child.stderr!]) stream.pipe(log, { end: false })
    const died = once(child, 'exit').then(() => false)
    const ready = firstAnswerEver(`http://127.0.0.1:${gatewayPort}/readyz`, START_PATIENCE_MS).then(() => true)
    ready.catch(() => {})
    return Promise.race([ready, died])
  }

  return {
    gateway: `http://127.0.0.1:${gatewayPort}`,
    async start() {
      // Like a supervisor: the database may be away just now.
      for (let attempt = 1; !(await launched()); attempt++) {
        if (attempt === MOST_STARTS) throw new Error(`The server does not start: see ${logFile}`)
        await sleep(1000)
      }
    },
    async kill() {
      const exited = once(child!, 'exit')
      child!.kill('SIGKILL')
      await exited
    },
    request,
    async api(method, path, body) {
      const response = await untilAnswered(() =>
        request(method, path, body === undefined ? undefined : JSON.stringify(body)),
      )
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return JSON.parse(text)
    },
    async [Symbol.asyncDispose]() {
      if (child) await stop(child)
      log.end()
    },
  }
}

const PAUSE_MS = { least: 50, most: 500 }
const PATIENCE_MS = 600_000

/** Repeats the request while the server, or its database, is away. */
export async function untilAnswered(ask: () => Promise<Response>): Promise<Response> {
  for (const until = performance.now() + PATIENCE_MS; ;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      const response = await ask()
      if (response.status < 500 && response.status !== 429 && response.status !== 409) return response
      // oxlint-disable-next-line no-await-in-loop
      const text = await response.text()
      if (performance.now() > until) throw new Error(`Still ${response.status}: ${text}`)
    } catch (error) {
      if (performance.now() > until) throw error
    }
    // oxlint-disable-next-line no-await-in-loop
    await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least))
  }
}
