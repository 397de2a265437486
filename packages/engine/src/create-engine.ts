import { mkdir, realpath } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { LIMITS, RUNTIMES, type InstanceRecord, type Revision, type Runtime } from '@alcove/contract'
import { lockFolder, type BlobStore } from '@alcove/storage'
import { Builder } from './builds/builder.ts'
import { CompileCaches } from './builds/compile-caches.ts'
import { Coverage } from './coverage/coverage.ts'
import { DebugSessions } from './debug/debug-sessions.ts'
import { DEFAULT_REGISTRIES, type Registries } from './builds/recipe.ts'
import { buildShare } from './builds/share.ts'
import { FairQueue } from './sandbox/fair-queue.ts'
import { describeEngine } from './describe-engine.ts'
import type { Engine } from './engine.ts'
import type { GuestSandbox } from './instance/guest-sandbox.ts'
import { startInstance, slotsOf, startPrewarmed, type StartDependencies } from './instance/start-instance.ts'
import { HangFinder } from './instance/hang/find-hang.ts'
import type { Instance } from './instance/instance.ts'
import type { Outcome } from './instance/outcome.ts'
import { Logpoints } from './logpoints/logpoints.ts'
import { recordOf } from './instance/record.ts'
import { invoke } from './invoke/invoke.ts'
import { DNS_ADDRESS } from './network/network.ts'
import { noNetwork } from './network/no-network.ts'
import { openNetwork } from './network/open-network.ts'
import { Bundler } from './bundler/bundler.ts'
import { bundlerImage } from './bundler/image.ts'
import { Packages } from './packages/packages.ts'
import { PrepareAhead } from './packages/prepare-ahead.ts'
import { systemClock } from './pool/clock.ts'
import { Ledger } from './pool/ledger.ts'
import { Pool, type PoolOptions } from './pool/pool.ts'
import { PrewarmedStock } from './pool/prewarmed-stock.ts'
import { Prewarmer } from './pool/prewarmer.ts'
import { findRuntimes } from './runtimes/runtimes.ts'
import { chooseDriver } from './sandbox/choose-driver.ts'
import { findOciRuntimes } from './sandbox/oci/runtimes.ts'
import { SpaceStorage } from './space-files/space-storage.ts'

export interface EngineOptions {
  /** Folder for prepared code and running instances. One engine at a time. */
  home: string
  blobs: BlobStore
  /** Default: oci if its probe passes, otherwise process. */
  sandbox?: 'oci' | 'process' | undefined
  /** Memory of all instances together, in MiB. Default: half of the machine's memory. */
  memoryBudgetMb?: number | undefined
  /** Instances of all functions together. Default: 1000. */
  maxInstances?: number | undefined
  /** Instances under a debugger at the same time. Default: 8. */
  maxDebugSessions?: number | undefined
  /** Prewarmed sandboxes of the most common kind to keep; 0 turns prewarming off. Default: 2. */
  prewarm?: number | undefined
  /** Limit from the start of the sandbox to loaded code, in milliseconds. Default: 10 s. */
  loadTimeoutMs?: number | undefined
  /** Name servers that answer functions' questions. Default: those of this machine. */
  resolvers?: readonly string[] | undefined
  /** Package registries for builds. */
  registries?: Partial<Registries> | undefined
  /** File with the certificates that builds trust. Default: those that the tools include. */
  certificates?: string | null | undefined
  pool?: Partial<
    Pick<
      PoolOptions<Instance>,
      'maxStarting' | 'maxWaiting' | 'maxWaitMs' | 'freezeAfterMs' | 'maxAgeMs' | 'maxInvocations'
    >
  >
  /** Called once for each instance, after everything of it is cleaned up. */
  onInstanceEnded?: (record: InstanceRecord) => void
  log?: (line: object) => void
}

const MAX_INSTANCES = 1000
const MAX_DEBUG_SESSIONS = 8
const HOUR_MS = 3_600_000
/** Size limit of the cache of unpacked packages. Least recently used packages are removed first. */
const PACKAGE_CACHE_BYTES = 8 * 1024 ** 3
const SWEEP_MS = 10 * 60_000

/** @throws {FolderInUse} when another engine has this home; an Error when 'oci' is forced and does not work */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? (() => {})
  await mkdir(options.home, { recursive: true, mode: 0o700 })
  const home = join(await realpath(options.home), 'engine')
  await using setUp = new AsyncDisposableStack()
  setUp.use(await lockFolder(home))

  const runtimes = await findRuntimes()
  const { installed } = runtimes
  if (installed.length === 0) throw new Error(`No runtime of ${RUNTIMES.join(', ')} is installed for this platform`)
  const machineMb = Math.floor(totalmem() / 1024 / 1024)
  const memoryBudgetMb = options.memoryBudgetMb ?? Math.floor(machineMb / 2)
  const share = buildShare(machineMb)
  const maxInstances = options.maxInstances ?? MAX_INSTANCES
  const bundlers = await bundlerImage()
  const ociRuntimes = await findOciRuntimes()
  const forced = options.sandbox
  const plain = noNetwork('Plain processes use the network of the machine', null)
  const opened = forced === 'process' ? plain : await openNetwork({ home, log, resolvers: options.resolvers })
  setUp.defer(() => opened.close())
  const nameserver = opened.available ? DNS_ADDRESS : null
  // Not in the engine's own folder, whose contents can all be made again.
  const spaces = join(dirname(home), 'spaces')
  await mkdir(spaces, { recursive: true, mode: 0o700 })
  const chosen = await chooseDriver({
    home,
    folders: [spaces],
    runtimes: [...installed, { version: 'bundler', image: bundlers }],
    ociRuntimes,
    // Instances and builds have separate parts of it.
    memoryBudgetMb: memoryBudgetMb + share.totalMb,
    forced,
    nameserver,
    log,
  })
  const { driver } = chosen
  setUp.defer(() => driver.close())
  const bundler = new Bundler({ driver, image: bundlers, ...share.bundles, ahead: options.prewarm !== 0 })
  const packages = await Packages.open(home, options.blobs, bundler)
  setUp.defer(() => packages.close())
  const ahead = new PrepareAhead(packages)
  const { memoryMb: buildMb, atATime } = share.builds
  const builds = new FairQueue({ atATime, perSpace: atATime, maxWaiting: Infinity })
  // The driver may have fallen back to plain processes.
  const network = driver.isolation === 'oci' ? opened : plain
  const storage = await SpaceStorage.open({ folder: spaces, mountNs: chosen.mountNs, inUse: driver.shows, log })
  setUp.use(storage)

  const ledger = new Ledger()
  const clock = systemClock
  const findRuntime = (name: Runtime) => installed.find((runtime) => runtime.name === name)
  const stock = new PrewarmedStock<GuestSandbox>({
    clock,
    common: { runtime: installed[0]!.name, memoryMb: LIMITS.memoryMb.default, tmpMb: LIMITS.tmpMb.default },
    floor: options.prewarm ?? 2,
    memoryBudgetMb,
    ledger,
    supports: (name) => findRuntime(name)?.prewarm === true,
    log,
  })
  setUp.defer(() => stock.close())
  const compileCaches = new CompileCaches({
    driver,
    packages,
    runtimes: installed,
    memoryMb: buildMb,
    queue: builds,
    log,
  })
  setUp.defer(() => compileCaches.close())
  const parts: StartDependencies = {
    driver,
    packages,
    runtimes: installed,
    loadTimeoutMs: options.loadTimeoutMs ?? 10_000,
    network,
    log,
    hangs: new HangFinder(),
    storage: ({ spaceId, storageMb }) => storage.folder(spaceId, storageMb),
    used: (revision, prepared) => compileCaches.used(revision, prepared),
    take: (kind) => stock.take(kind),
  }
  const logpoints = new Logpoints((instance) => pool.wake(instance))
  const coverage = new Coverage(packages)
  const pool = new Pool<Instance>({
    clock,
    memoryBudgetMb,
    maxInstances,
    maxStarting: Math.max(6, 3 * availableParallelism()),
    maxWaiting: 1000,
    maxWaitMs: 10_000,
    freezeAfterMs: 50,
    maxAgeMs: 4 * HOUR_MS,
    maxInvocations: 1_000_000,
    ...options.pool,
    ledger,
    prewarmed: stock,
    slotsOf: (revision) => slotsOf(findRuntime(revision.runtime), revision),
    async create(revision) {
      const instance = await startInstance(parts, revision)
      logpoints.started(instance)
      return instance
    },
    explain,
    onEnded: (instance) => options.onInstanceEnded?.(recordOf(instance, driver.isolation)),
    log,
  })
  setUp.defer(() => pool.close(0))
  const debugging = new DebugSessions({
    max: options.maxDebugSessions ?? MAX_DEBUG_SESSIONS,
    memoryBudgetMb,
    ledger,
    start: (revision, link) => startInstance(parts, revision, link),
    onEnded: (instance) => options.onInstanceEnded?.(recordOf(instance, driver.isolation)),
  })
  setUp.defer(() => debugging.close())
  const prewarmer = new Prewarmer({
    clock,
    stock,
    ledger,
    busy: () => pool.starting > 0,
    start: (kind) => startPrewarmed(parts, kind),
    log,
  })
  setUp.defer(() => prewarmer.close())
  const sweeping = setInterval(() => {
    const inUse = [...pool.instances, ...debugging.instances].map(({ revision }) => revision)
    packages.sweep(PACKAGE_CACHE_BYTES, inUse).catch((error: unknown) => {
      log({ level: 'warn', message: 'Unused packages cannot be removed', error })
    })
  }, SWEEP_MS)
  sweeping.unref()
  setUp.defer(() => clearInterval(sweeping))
  const builder = new Builder({
    driver,
    packages,
    blobs: options.blobs,
    runtimes: installed,
    network,
    registries: { ...DEFAULT_REGISTRIES, ...options.registries },
    certificates: options.certificates ?? null,
    memoryMb: buildMb,
    queue: builds,
  })

  async function explain(outcome: Outcome, revision: Revision): Promise<Outcome> {
    if (outcome.kind !== 'loadFailed' || outcome.error.name !== 'SyntaxError') return outcome
    // A stack with a position is already precise.
    if (namesAPosition(outcome.error.stack ?? '')) return outcome
    const place = await packages.locateSyntaxError(revision)
    return place === null ? outcome : { ...outcome, error: { ...outcome.error, message: place } }
  }

  function trouble(): string | null {
    if (closing !== null) return 'The engine is closing'
    if (!driver.working) return 'The sandbox helper was killed: starting another one'
    return network.lost ? network.reason : null
  }

  const open = setUp.move()
  let closing: Promise<void> | null = null
  return {
    invoke: (call, observer) => invoke(pool, call, observer),
    serve(functionId, revisions) {
      pool.serve(functionId, revisions)
      ahead.setRevisions(
        functionId,
        revisions
          .filter(({ prepare, revision }) => prepare && !(revision.requireIsolation && driver.isolation !== 'oci'))
          .map(({ revision }) => revision),
      )
    },
    setLogpoints: (functionId, points, onReport) => logpoints.set(functionId, points, onReport, pool.instances),
    debug: (revision, onMessage) => debugging.open(revision, onMessage),
    coverage: (revision, reports) => coverage.read(revision, reports),
    build: (request, write) => builder.build(request, write),
    storageMb: (spaceId) => storage.usedMb(spaceId),
    storageDiskMb: storage.diskMb,
    home: options.home,
    storedMb: () => storage.storedMb(),
    storedSpaces: () => storage.stored(),
    storedBytes: () => storage.bytes(),
    removeStorage: (spaceId) => storage.remove(spaceId),
    instances: () =>
      [...pool.instances, ...debugging.instances].map((instance) => recordOf(instance, driver.isolation)),
    trouble,
    info: () =>
      describeEngine({
        ready: trouble() === null,
        driver: chosen,
        runtimes,
        network,
        pool,
        ledger,
        prewarmed: stock.supplies().map(({ kind, ready, target }) => ({
          runtime: kind.runtime,
          memoryMb: kind.memoryMb,
          ready,
          target,
        })),
        maxInstances,
        memoryBudgetMb,
      }),
    close(graceMs = 5000) {
      closing ??= Promise.all([pool.close(graceMs), debugging.close()]).then(() => open.disposeAsync())
      return closing
    },
  }
}

/** Not by one expression: the time would grow with the square of the length, and the function wrote the stack. */
function namesAPosition(stack: string): boolean {
  return stack.split(/\s/).some((word) => /:\d/.test(word.split('/var/task/', 2)[1] ?? ''))
}
