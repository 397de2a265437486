import { randomUUID } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { LIMITS, RUNTIMES, type Revision } from '@alcove/contract'
import { lockFolder, type BlobStore } from '@alcove/storage'
import type { Engine, InstanceInfo } from './engine.ts'
import { Instance } from './instance/instance.ts'
import type { Outcome } from './instance/outcome.ts'
import { invoke } from './invoke/invoke.ts'
import { locateSyntaxError } from './packages/locate-syntax-error.ts'
import { CodeError, PackageError } from './packages/package-error.ts'
import { Packages, type PreparedPackage } from './packages/packages.ts'
import { Pool, type PoolOptions } from './pool/pool.ts'
import { StartFailure } from './pool/start-failure.ts'
import { findRuntimes } from './runtimes/runtimes.ts'
import { findOciRuntimes } from './sandbox/oci/runtimes.ts'
import { chooseDriver } from './sandbox/choose-driver.ts'

export interface EngineOptions {
  /** Folder for prepared code and running instances; one engine at a time. */
  home: string
  blobs: BlobStore
  /** Left out: oci where its probe passes. */
  sandbox?: 'oci' | 'process' | undefined
  /** For all instances together. Default: half of the machine's memory. */
  memoryBudgetMb?: number | undefined
  /** From the start of the sandbox to the code being loaded. Default: 10 s. */
  loadTimeoutMs?: number | undefined
  pool?: Partial<
    Pick<PoolOptions, 'maxInstancesPerFunction' | 'maxWaiting' | 'maxWaitMs' | 'freezeAfterMs' | 'idleTimeoutMs'>
  >
  log?: (line: object) => void
}

/** Processes and threads of one instance: Node needs eleven, and a function may want to start a few of its own. */
const MAX_PROCESSES = 128
/** This much memory comes with one core; more or less of it with more or less of the other. */
const MB_PER_CORE = 256
const MIN_CORES = 0.5

/** @throws {FolderInUse} when another engine has this home; an Error when 'oci' is forced and does not work */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? (() => {})
  await mkdir(options.home, { recursive: true, mode: 0o700 })
  const home = join(await realpath(options.home), 'engine')
  await using setUp = new AsyncDisposableStack()
  setUp.use(await lockFolder(home))

  const runtimes = await findRuntimes()
  if (runtimes.length === 0) throw new Error(`No runtime of ${RUNTIMES.join(', ')} is installed for this platform`)
  const memoryBudgetMb = options.memoryBudgetMb ?? Math.floor(totalmem() / 2 / 1024 / 1024)
  const packages = await Packages.open(home, options.blobs)
  const chosen = await chooseDriver({
    home,
    packagesFolder: packages.folder,
    runtimes,
    ociRuntimes: await findOciRuntimes(),
    memoryBudgetMb,
    forced: options.sandbox,
    log,
  })
  const { driver } = chosen
  setUp.defer(() => driver.close())

  const pool = new Pool({
    memoryBudgetMb,
    maxInstancesPerFunction: 20,
    maxWaiting: 1000,
    maxWaitMs: 10_000,
    freezeAfterMs: 50,
    idleTimeoutMs: 10 * 60_000,
    ...options.pool,
    create,
    explain,
    log,
  })
  setUp.defer(() => pool.close(0))

  async function create(revision: Revision): Promise<Instance> {
    const refuse = (outcome: StartFailure['outcome']) =>
      new StartFailure({ outcome, lines: [], phases: {}, instanceId: null })
    if (revision.requireIsolation && driver.isolation !== 'oci') {
      throw refuse({
        kind: 'notAllowed',
        message: 'This space demands isolation, and this machine runs plain processes',
      })
    }
    const runtime = runtimes.find(({ name }) => name === revision.runtime)
    if (runtime === undefined) {
      throw refuse({ kind: 'notStarted', message: `The runtime ${revision.runtime} is not installed on this machine` })
    }
    const startedAt = performance.now()
    let prepared: PreparedPackage
    try {
      prepared = await packages.prepare(revision)
    } catch (error) {
      if (!(error instanceof PackageError)) throw error
      const { name, message, code } = error
      const stack = error instanceof CodeError ? error.excerpt : undefined
      throw refuse({ kind: 'loadFailed', error: { name, message, ...(stack === undefined ? {} : { stack }) }, code })
    }
    const preparedMs = performance.now() - startedAt
    const sandbox = driver.start({
      id: randomUUID(),
      binary: runtime.binary,
      task: prepared.folder,
      args: (inner) => runtime.args(inner, revision.memoryMb),
      memoryMb: revision.memoryMb,
      tmpMb: LIMITS.tmpMb,
      maxProcesses: MAX_PROCESSES,
    })
    const cores = Math.min(availableParallelism(), Math.max(MIN_CORES, revision.memoryMb / MB_PER_CORE))
    return new Instance({
      sandbox,
      revision,
      code: prepared.code,
      cores,
      loadTimeoutMs: options.loadTimeoutMs ?? 10_000,
      preparedMs,
    })
  }

  async function explain(outcome: Outcome, revision: Revision): Promise<Outcome> {
    if (outcome.kind !== 'loadFailed' || outcome.error.name !== 'SyntaxError') return outcome
    // A stack that names a place names the right one.
    if (/\/var\/task\/\S+:\d+/.test(outcome.error.stack ?? '')) return outcome
    const { folder } = await packages.prepare(revision)
    const place = await locateSyntaxError(folder)
    return place === null ? outcome : { ...outcome, error: { ...outcome.error, message: place } }
  }

  const open = setUp.move()
  let closing: Promise<void> | null = null
  return {
    invoke: (call, observer) => invoke(pool, call, observer),
    instances: () => pool.instances.map((instance) => describe(instance, driver.isolation)),
    info: () => ({
      ready: closing === null,
      isolation: driver.isolation,
      ociRuntime: driver.program,
      reason: chosen.reason,
      remedy: chosen.remedy,
      runtimes: RUNTIMES.map((name) => {
        const found = runtimes.find((runtime) => runtime.name === name)
        return { name, version: found?.version ?? '', available: found !== undefined }
      }),
      instances: pool.instances.length,
      busy: pool.instances.filter(({ state }) => state === 'busy').length,
      queued: pool.queued,
      memoryMb: { used: pool.usedMb, budget: memoryBudgetMb },
    }),
    retire: (functionId) => pool.retire(functionId),
    close(graceMs = 5000) {
      closing ??= pool.close(graceMs).then(() => open.disposeAsync())
      return closing
    },
  }
}

function describe(instance: Instance, isolation: InstanceInfo['isolation']): InstanceInfo {
  const { id, revision, state, invocations, startedAt, lastUsedAt } = instance
  const { spaceId, functionId, runtime, memoryMb } = revision
  return {
    id,
    spaceId,
    functionId,
    revision: revision.id,
    runtime,
    state,
    isolation,
    invocations,
    memoryMb,
    startedAt,
    lastUsedAt,
  }
}
