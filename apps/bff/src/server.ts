/** Environment → dependencies → listen. The only file that knows the environment, signals and ports. */
import './process/threads.ts'
import { createEngine, permittedAddresses } from '@alcove/engine'
import { joinInstallation, openPlatform, type Platform } from '@alcove/platform'
import { folderMark, lockFolder, startPostgres, watchDisk } from '@alcove/storage'
import { existsSync, readFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { multistream, pino } from 'pino'
import { assemble } from './assemble.ts'
import { certificatesOf, registriesOf } from './builds/registries.ts'
import { databaseTrouble } from './process/database-trouble.ts'
import { readEnvironment } from './process/environment.ts'
import { memoryBytes } from './process/process-facts.ts'
import { ServerLog } from './process/server-log.ts'
import { requireIsolation } from './process/isolation.ts'
import { listen } from './process/listen.ts'
import { openStores } from './process/stores.ts'
import type { Telemetry } from './process/telemetry.ts'
import { surviveUncaught } from './process/uncaught.ts'
import { ByteBudget, byteLimitsFor } from './wire/byte-budget.ts'
import { returnMemory } from './wire/return-memory.ts'
import { TrustedProxies } from './wire/trusted-proxies.ts'
import { sharedHost, welcome } from './process/welcome.ts'

/** Milliseconds that calls in flight get to finish when the server stops. */
const GRACE = 10_000
/** Milliseconds in which a second signal is the first one again: npm passes on the Ctrl+C that its whole group gets. */
const SAME_SIGNAL = 1_000
/** Upper limit in milliseconds for the whole shutdown, whatever hangs. Every step has a shorter one. */
const STOP_WITHIN = 60_000

const serverLog = new ServerLog()
const log = pino(
  {
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    // PostgreSQL quotes rejected rows in its errors: user data does not belong in a log.
    redact: { paths: ['err.detail', 'err.where'], remove: true },
  },
  multistream([{ stream: pino.destination(1) }, { stream: serverLog }]),
)
/** Filled as parts start, and disposed of in the opposite order for any kind of stop. */
const running = new AsyncDisposableStack()
const closing = new AbortController()
const started = start()

let stoppingSince: number | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stoppingSince === null) {
      stoppingSince = performance.now()
      void stop(signal)
    } else if (performance.now() - stoppingSince > SAME_SIGNAL) {
      // A second signal: the sender does not want to wait. The next start cleans up what is left behind.
      process.exit(1)
    }
  })
}

try {
  console.log(await started)
} catch (error) {
  console.error(`\nAlcove does not start. ${(error as Error).message}\n`)
  log.debug({ err: error })
  await running.disposeAsync()
  process.exit(1)
}

async function start(): Promise<string> {
  const env = readEnvironment(process.env)
  const home = resolve(env.ALCOVE_HOME)
  running.use(await lockFolder(home))
  await chmod(home, 0o700)
  // Functions read files that we write, as another user. The 0700 folder around them keeps everyone else out.
  process.umask(0o022)

  const origin = env.ALCOVE_ORIGIN ?? originOf(env.ALCOVE_HOST, env.ALCOVE_PORT)
  const gatewayOrigin = env.ALCOVE_GATEWAY_ORIGIN ?? originOf(env.ALCOVE_HOST, env.ALCOVE_GATEWAY_PORT)
  const shared = resolve(env.ALCOVE_SHARED_HOME ?? home)
  const secretsFolder = join(shared, 'secrets')
  const { blobs, objects, mark, folders } = await openStores(env, shared)
  const watched = [
    home,
    ...['postgres', 'engine', 'spaces'].map((name) => join(home, name)),
    shared,
    secretsFolder,
    ...folders,
  ]
  const disk = running.use(await watchDisk({ folders: watched, log: say }))
  let platform: Platform | null = null
  // The two slowest steps are independent: run them at the same time.
  const [databaseUrl, engine] = await Promise.all([
    env.DATABASE_URL ?? startDatabase(home),
    createEngine({
      home,
      blobs,
      sandbox: env.ALCOVE_SANDBOX,
      prewarm: env.ALCOVE_PREWARM,
      registries: registriesOf(env),
      certificates: certificatesOf(env),
      log: say,
      // No instance can have ended before the platform is open.
      onInstanceEnded: (record) => platform?.instances.record(record),
    }),
  ])
  try {
    await joinInstallation({ databaseUrl, blobs: mark, secrets: folderMark(secretsFolder) })
    platform = await openPlatform({
      databaseUrl,
      blobs,
      objects,
      disk,
      secretsFolder,
      cacheFolder: join(home, 'cache', 'segments'),
      origin,
      gatewayOrigin,
      admin:
        env.ALCOVE_ADMIN_EMAIL && env.ALCOVE_ADMIN_PASSWORD
          ? { email: env.ALCOVE_ADMIN_EMAIL, password: env.ALCOVE_ADMIN_PASSWORD }
          : undefined,
      adminApiKey: env.ALCOVE_ADMIN_API_KEY,
      permittedAddresses,
      mail:
        env.ALCOVE_SMTP_URL && env.ALCOVE_SMTP_FROM
          ? { url: env.ALCOVE_SMTP_URL, from: env.ALCOVE_SMTP_FROM }
          : undefined,
      log: say,
    })
  } catch (error) {
    await engine.close(0)
    throw env.DATABASE_URL ? databaseTrouble(env.DATABASE_URL, error) : error
  }
  running.defer(platform.close)
  const host = `${hostname()}:${env.ALCOVE_PORT}`
  const storing = serverLog.store(platform, host)
  running.defer(() => storing.close())
  running.defer(() => engine.close(GRACE))
  // Must run before anything can be called.
  await requireIsolation(platform, engine.info(), { home, env })
  if (shared !== home) log.info({ home }, 'Files at /mnt/space stay in this home: other servers have their own')
  let telemetry: Telemetry | null = null
  // From here on, code of functions runs.
  surviveUncaught(log, (origin) => telemetry?.uncaught(origin))
  const budget = new ByteBudget(byteLimitsFor(memoryBytes()))
  if (globalThis.gc) running.use(returnMemory(budget, globalThis.gc))
  const { deps, console, gateway } = await assemble(
    {
      platform,
      engine,
      log,
      proxies: env.ALCOVE_TRUSTED_PROXIES ?? new TrustedProxies([]),
      budget,
      host,
      origin,
      gatewayOrigin,
      consoleFolder: builtConsole(),
      version: versionOf(),
      closing: closing.signal,
    },
    running,
    GRACE,
  )
  telemetry = deps.telemetry
  const address = env.ALCOVE_HOST
  await listen(console, { host: address, port: env.ALCOVE_PORT, variable: 'ALCOVE_PORT' })
  await listen(gateway, { host: address, port: env.ALCOVE_GATEWAY_PORT, variable: 'ALCOVE_GATEWAY_PORT' })

  log.info({ version: deps.version, isolation: engine.info().isolation }, 'Alcove is ready')
  const hostInCommon = sharedHost(origin, gatewayOrigin)
  if (hostInCommon !== null)
    log.warn({ host: hostInCommon }, 'Console and functions share a host name: see docs/operations.md')
  const setupLink = await platform.setupLink()
  const administrators = await platform.administrators()
  return welcome({ origin, gatewayOrigin, home, setupLink, administrators, engine: engine.info() })
}

interface Said {
  level?: 'info' | 'warn' | 'error'
  message?: string
  error?: unknown
}

/** Writes a line of platform or engine to the server's log. */
function say(line: object): void {
  const { level = 'info', message, error, ...fields } = line as Said
  log[level](error === undefined ? fields : { ...fields, err: error }, message)
}

async function startDatabase(home: string): Promise<string> {
  const postgres = await startPostgres({
    dataFolder: join(home, 'postgres'),
    log: say,
  })
  running.defer(() => postgres.stop())
  return postgres.url
}

async function stop(signal: string): Promise<void> {
  log.info(`Stopping (${signal}): finishing what runs`)
  setTimeout(() => {
    log.error('Stopping takes too long: ending as it is. What is left behind is cleared up by the next start')
    process.exit(1)
  }, STOP_WITHIN)
  closing.abort()
  try {
    await started.catch(() => {})
    await running.disposeAsync()
  } catch (error) {
    log.error({ err: error }, 'Stopping went wrong')
    process.exit(1)
  }
  process.exit(0)
}

function originOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function builtConsole(): string | null {
  const folder = join(import.meta.dirname, '../../console/dist')
  return existsSync(join(folder, 'index.html')) ? folder : null
}

function versionOf(): string {
  const file = join(import.meta.dirname, '../package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
