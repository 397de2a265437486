import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { coresOf, DEFAULT_EGRESS, type Egress, type Revision } from '@alcove/contract'
import type { Network } from '../network/network.ts'
import type { Packages } from '../packages/packages.ts'
import { CodeError, PackageError } from '../package-error.ts'
import type { Prepared } from '../packages/prepared.ts'
import { libraryPath } from '../runtimes/runtime.ts'
import type { InstalledRuntime } from '../runtimes/runtimes.ts'
import type { Contents, SandboxDriver } from '../sandbox/sandbox.ts'
import type { DebugLink } from './debug-link.ts'
import { GuestSandbox } from './guest-sandbox.ts'
import type { HangFinder } from './hang/find-hang.ts'
import { Instance } from './instance.ts'
import type { SandboxKind as Kind } from './sandbox-kind.ts'
import { StartFailure } from './start-failure.ts'
import { MAX_PROCESSES } from './usage.ts'

export interface StartDependencies {
  driver: SandboxDriver
  packages: Packages
  runtimes: readonly InstalledRuntime[]
  loadTimeoutMs: number
  network: Network
  log(line: object): void
  hangs: HangFinder
  /** Host folder of the space's storage; null when there is none. */
  storage(revision: Revision): Promise<string | null>
  /** Called for each started instance, with its prepared package. */
  used(revision: Revision, prepared: Prepared): void
  /** Takes a prewarmed sandbox of the kind, or null. */
  take(kind: Kind): GuestSandbox | null
}

const MAX_STARTS = 3

/** Starts a sandbox without code. */
export async function startPrewarmed(parts: StartDependencies, kind: Kind): Promise<GuestSandbox> {
  // Start with the default egress, which most spaces use: their instances need no change of the rules.
  return start(parts, findRuntime(parts, kind.runtime), kind, null, DEFAULT_EGRESS)
}

/**
 * Starts an instance of the revision. It may still be loading its code when this resolves.
 * @throws {StartFailure} when the code cannot be prepared
 */
export async function startInstance(
  parts: StartDependencies,
  revision: Revision,
  debug?: DebugLink,
): Promise<Instance> {
  const { driver } = parts
  if (revision.requireIsolation && driver.isolation !== 'oci') {
    const message = 'This space requires isolation, but this machine runs functions as plain processes'
    throw StartFailure.early({ kind: 'notAllowed', message })
  }
  const runtime = findRuntime(parts, revision.runtime)
  const beganAt = performance.now()
  const [prepared, storage] = await Promise.all([prepare(parts, revision), parts.storage(revision)])
  const contents: Contents = { task: prepared.task, layers: prepared.layers, storage }
  const kind: Kind = { runtime: revision.runtime, memoryMb: revision.memoryMb, tmpMb: revision.tmpMb }
  const askedAt = performance.now()
  const filled = await fillPrewarmed(parts, kind, contents, revision.egress)
  const guest = filled ?? (await startWithRetries(parts, runtime, kind, contents, revision.egress))
  parts.used(revision, prepared)
  return new Instance({
    guest,
    start: filled === null ? 'cold' : 'prewarmed',
    revision,
    code: prepared.code,
    contents,
    slots: debug === undefined ? slotsOf(runtime, revision) : 1,
    cores: Math.min(availableParallelism(), coresOf(revision)),
    loadTimeoutMs: parts.loadTimeoutMs,
    phases: {
      ...prepared.phases,
      ...(filled === null ? guest.phases : { sandbox: performance.now() - askedAt }),
    },
    beganAt,
    hangs: parts.hangs,
    debug,
  })
}

/**
 * Fills a prewarmed sandbox. Null when there is none or filling fails: the caller starts a new one, and no call fails.
 */
async function fillPrewarmed(
  parts: StartDependencies,
  kind: Kind,
  contents: Contents,
  egress: Egress,
): Promise<GuestSandbox | null> {
  const guest = parts.take(kind)
  if (guest === null) return null
  const { network } = guest
  try {
    // A sandbox without a network has no rules to change.
    await Promise.all([network.path === null ? null : network.apply(egress), guest.fill(contents)])
    if (guest.usable) return guest
  } catch (error) {
    parts.log({ level: 'warn', message: 'A prewarmed sandbox could not be filled', error: String(error) })
  }
  await guest.destroy()
  return null
}

/** Concurrent calls per instance. */
export function slotsOf(runtime: InstalledRuntime | undefined, { scaling }: Revision): number {
  return runtime?.concurrent === true ? scaling.concurrency : 1
}

function findRuntime({ runtimes }: StartDependencies, name: Revision['runtime']): InstalledRuntime {
  const runtime = runtimes.find((one) => one.name === name)
  if (runtime !== undefined) return runtime
  throw StartFailure.early({ kind: 'notStarted', message: `The runtime ${name} is not installed on this machine` })
}

async function prepare({ packages }: StartDependencies, revision: Revision): Promise<Prepared> {
  try {
    return await packages.prepare(revision)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    const { name, message, code } = error
    const stack = error instanceof CodeError ? error.excerpt : undefined
    throw StartFailure.early({
      kind: 'loadFailed',
      error: { name, message, ...(stack === undefined ? {} : { stack }) },
      code,
    })
  }
}

/** A sandbox that exits before HELLO has run no code of the function, so retrying is safe. */
async function startWithRetries(...request: Parameters<typeof start>): Promise<GuestSandbox> {
  for (let attempt = 1; ; attempt++) {
    const guest = await start(...request)
    await guest.started
    if (!guest.failedStart || attempt === MAX_STARTS) return guest
    await guest.destroy()
  }
}

async function start(
  parts: StartDependencies,
  runtime: InstalledRuntime,
  { memoryMb, tmpMb }: Kind,
  contents: Contents | null,
  egress: Egress,
): Promise<GuestSandbox> {
  const network = await parts.network.take(egress)
  try {
    const spawnedAt = performance.now()
    const sandbox = await parts.driver.start({
      id: randomUUID(),
      image: runtime.image,
      contents,
      args: (inner) => runtime.args(inner, memoryMb, contents === null),
      environment: (inner) => ({ ...runtime.environment(inner), ...libraryPath(inner) }),
      network: network.path,
      memoryMb,
      tmpMb,
      maxProcesses: MAX_PROCESSES,
    })
    return new GuestSandbox({ sandbox, runtime, network, spawnedAt, timeoutMs: parts.loadTimeoutMs, log: parts.log })
  } catch (error) {
    await network.release()
    throw error
  }
}
