import { createEngine, permittedAddresses } from '@alcove/engine'
import { keepRootfs, linkRootfs } from '@alcove/engine/testing'
import { createTestDatabase, openTestPlatform, type TestPlatformOptions } from '@alcove/platform/testing'
import type { Hono } from 'hono'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { assemble } from '../src/assemble.ts'
import { certificatesOf } from '../src/builds/registries.ts'
import type { Deps } from '../src/deps.ts'
import type { Env } from '../src/http/request.ts'
import { drain, listen } from '../src/process/listen.ts'
import { ByteBudget, byteLimitsFor } from '../src/wire/byte-budget.ts'
import type { ServerSettings } from '../src/wire/create-server.ts'
import { PACE } from '../src/wire/read-body.ts'
import { TrustedProxies } from '../src/wire/trusted-proxies.ts'

export interface Answer {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came back
  body: any
}

/** Everything Alcove is, on a database of its own and the real engine. */
export interface Alcove extends AsyncDisposable {
  app: Hono<Env>
  deps: Deps
  /** The engine's data folder. */
  home: string
  origin: string
  gatewayOrigin: string
  admin: { email: string; password: string }
  /** Calls a route under /api/v1 as the installation's key; an `authorization` of '' sends none. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The same with a body that is JSON only by its content type. */
  json(method: string, path: string, text: string, headers?: Record<string, string>): Promise<Answer>
  raw(method: string, path: string, body?: RequestInit['body'], headers?: Record<string, string>): Promise<Response>
  /** Over a real socket, as the installation's key unless the headers say otherwise. */
  fetch(path: string, init?: { headers?: Record<string, string>; signal?: AbortSignal }): Promise<Response>
  signIn(password?: string, email?: string): Promise<Response>
  /** Creates the function with this `index.mjs`, or saves it as the draft of the one there is. */
  deploy(space: string, fn: string, code: string, settings?: object): Promise<void>
}

const ADMIN = { email: 'admin@alcove.test', password: 'a-long-enough-password' }
const API_KEY = 'alc_test_0123456789abcdef0123456789abcdef'

interface Options extends Partial<Pick<Deps, 'consoleFolder' | 'proxies' | 'budget' | 'pace' | 'freshMs'>> {
  server?: Partial<ServerSettings>
  /** The clock for rights and sessions; by default the machine's. */
  clock?: { now(): number }
  /** Left out: no e-mail, and the addresses that the engine permits. */
  mail?: TestPlatformOptions['mail']
  permittedAddresses?: TestPlatformOptions['permittedAddresses']
  /** What several servers share. */
  shared?: Pick<TestPlatformOptions, 'databaseUrl' | 'blobs' | 'objects' | 'secretsFolder'>
}

export async function openAlcove(options: Options = {}): Promise<Alcove> {
  const {
    consoleFolder = null,
    proxies = new TrustedProxies([]),
    budget = new ByteBudget(byteLimitsFor(totalmem())),
    pace = PACE,
    // Records are stored when the machine has time for it.
    freshMs = 60_000,
  } = options
  await using open = new AsyncDisposableStack()
  const closing = new AbortController()
  const home = await mkdtemp(join(tmpdir(), 'alcove-bff-'))
  open.defer(() => rm(home, { recursive: true, force: true }))

  // Links and cookies contain the origins, so they must be known first.
  const [origin, gatewayOrigin] = await freeOrigins()
  const platform = await openTestPlatform({
    origin,
    gatewayOrigin,
    admin: ADMIN,
    adminApiKey: API_KEY,
    permittedAddresses: options.permittedAddresses ?? permittedAddresses,
    mail: options.mail,
    ...(options.clock && { clock: options.clock }),
    ...options.shared,
  })
  open.defer(() => platform.close())
  linkRootfs(home)
  const engine = await createEngine({
    home,
    blobs: platform.blobs,
    certificates: certificatesOf(process.env),
    // None of the tests asks how fast a start is, and each has an engine of its own.
    prewarm: 0,
    onInstanceEnded: (record) => platform.instances.record(record),
  })
  open.defer(() => engine.close(0))
  keepRootfs(home)
  const log = pino({ level: process.env['ALCOVE_TEST_LOG'] ?? 'silent' })
  const { deps, app, console, gateway } = await assemble(
    {
      platform,
      engine,
      log,
      proxies,
      budget,
      pace,
      freshMs,
      origin,
      gatewayOrigin,
      consoleFolder,
      version: '0.0.0',
      host: 'test:0',
      closing: closing.signal,
    },
    open,
    0,
    options.server,
  )
  open.defer(() => closing.abort())
  await listenAt(console, origin)
  await listenAt(gateway, gatewayOrigin)

  const authorised = (headers: Record<string, string> = {}) => {
    const all: Record<string, string> = { authorization: `Bearer ${API_KEY}`, ...headers }
    if (all['authorization'] === '') delete all['authorization']
    return all
  }
  const raw: Alcove['raw'] = async (method, path, body, headers) =>
    app.request(`${origin}/api/v1${path}`, {
      method,
      headers: authorised(headers),
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit)
  const json: Alcove['json'] = async (method, path, text, headers) =>
    answerOf(await raw(method, path, text, { 'content-type': 'application/json', ...headers }))
  const api: Alcove['api'] = async (method, path, body, headers) =>
    body === undefined
      ? answerOf(await raw(method, path, undefined, headers))
      : json(method, path, JSON.stringify(body), headers)

  const running = open.move()
  return {
    app,
    deps,
    home,
    origin,
    gatewayOrigin,
    admin: ADMIN,
    api,
    json,
    raw,
    fetch: (path, init) => fetch(origin + path, { ...init, headers: authorised(init?.headers) }),
    signIn: async (password = ADMIN.password, email = ADMIN.email) =>
      app.request(`${origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password }),
      }),
    async deploy(space, fn, code, settings = {}) {
      const files = { 'index.mjs': code }
      const definition = { name: fn, runtime: 'nodejs24', handler: 'index.handler', files, ...settings }
      const created = await api('POST', `/spaces/${space}/functions`, definition)
      const saved =
        created.status === 409 ? await api('PUT', `/spaces/${space}/functions/${fn}/draft`, { files }) : created
      if (saved.status > 201) throw new Error(`${fn} was not deployed: ${JSON.stringify(saved.body)}`)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** With a function `echo` in a space `shop`. */
export async function openShop(options?: Options): Promise<Alcove> {
  const alcove = await openAlcove(options)
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'echo', 'export const handler = async (event) => event')
  return alcove
}

/** Two servers on one database, the first as of {@link openShop}. `open` closes them. */
export async function openTwoServers(open: AsyncDisposableStack, options?: Options): Promise<[Alcove, Alcove]> {
  const database = await createTestDatabase()
  open.defer(() => database.drop())
  const secretsFolder = await mkdtemp(join(tmpdir(), 'alcove-secrets-'))
  open.defer(() => rm(secretsFolder, { recursive: true }))
  const shared = { databaseUrl: database.url, secretsFolder }
  const one = open.use(await openShop({ ...options, shared }))
  const { blobs, objects } = one.deps.platform
  return [one, open.use(await openAlcove({ ...options, shared: { ...shared, blobs, objects } }))]
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** Two addresses that nobody listens at, held both at once so that they differ. */
async function freeOrigins(): Promise<[string, string]> {
  const [one, other] = [createServer(), createServer()]
  const origins: [string, string] = [await bound(one), await bound(other)]
  await Promise.all([drain(one, 0), drain(other, 0)])
  return origins
}

async function bound(server: Server): Promise<string> {
  await listenAt(server, 'http://127.0.0.1:0')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function listenAt(server: Server, origin: string): Promise<void> {
  const { hostname: host, port } = new URL(origin)
  return listen(server, { host, port: Number(port), variable: 'the test' })
}
