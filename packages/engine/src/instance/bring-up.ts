import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { coresOf, DEFAULT_EGRESS, type Egress, type Revision } from '@alcove/contract'
import type { Network } from '../network/network.ts'
import type { Packages } from '../packages/packages.ts'
import { CodeError, PackageError } from '../package-error.ts'
import type { Prepared } from '../packages/prepared.ts'
import type { InstalledRuntime } from '../runtimes/runtimes.ts'
import type { Contents, SandboxDriver } from '../sandbox/sandbox.ts'
import { Blank } from './blank.ts'
import type { HangFinder } from './hang/find-hang.ts'
import { Instance } from './instance.ts'
import type { SandboxKind as Kind } from './sandbox-kind.ts'
import { StartFailure } from './start-failure.ts'

export interface BringUp {
  driver: SandboxDriver
  packages: Packages
  runtimes: readonly InstalledRuntime[]
  loadTimeoutMs: number
  network: Network
  log(line: object): void
  hangs: HangFinder
  /** Host folder of the space's storage; null: there is none. */
  storage(revision: Revision): Promise<string | null>
  /** Told about each instance that was made, with what it was made of. */
  used(revision: Revision, prepared: Prepared): void
  /** A sandbox that waits for code, if one of the kind does. */
  take(kind: Kind): Blank | null
}

/** Processes and threads of one instance: Node needs eleven, and a function may want to start a few of its own. */
const MAX_PROCESSES = 128
const MAX_STARTS = 3

/** A sandbox of its kind, without any code yet. */
export async function startBlank(parts: BringUp, kind: Kind): Promise<Blank> {
  // It holds nobody's code yet, and most spaces want nothing else: those have no change of the rules to wait for.
  return start(parts, findRuntime(parts, kind.runtime), kind, null, DEFAULT_EGRESS)
}

/**
 * An instance of the revision that is loading its code.
 * @throws {StartFailure} when its code cannot even be prepared
 */
export async function bringUp(parts: BringUp, revision: Revision): Promise<Instance> {
  const { driver } = parts
  if (revision.requireIsolation && driver.isolation !== 'oci') {
    const message = 'This space demands isolation, and this machine runs plain processes'
    throw StartFailure.early({ kind: 'notAllowed', message })
  }
  const runtime = findRuntime(parts, revision.runtime)
  const beganAt = performance.now()
  const [prepared, storage] = await Promise.all([prepare(parts, revision), parts.storage(revision)])
  const contents: Contents = { task: prepared.task, layers: prepared.layers, storage }
  const kind: Kind = { runtime: revision.runtime, memoryMb: revision.memoryMb, tmpMb: revision.tmpMb }
  const askedAt = performance.now()
  const filled = await fillWaiting(parts, kind, contents, revision.egress)
  const blank = filled ?? (await startGreeted(parts, runtime, kind, contents, revision.egress))
  parts.used(revision, prepared)
  return new Instance({
    blank,
    start: filled === null ? 'cold' : 'prewarmed',
    revision,
    code: prepared.code,
    contents,
    slots: slotsOf(runtime, revision),
    cores: Math.min(availableParallelism(), coresOf(revision)),
    loadTimeoutMs: parts.loadTimeoutMs,
    phases: {
      ...prepared.phases,
      ...(filled === null ? blank.phases : { sandbox: performance.now() - askedAt }),
    },
    beganAt,
    hangs: parts.hangs,
  })
}

/** Null when none waits, or none that can still be filled: then a new one is started, and nobody's call fails for it. */
async function fillWaiting(parts: BringUp, kind: Kind, contents: Contents, egress: Egress): Promise<Blank | null> {
  const blank = parts.take(kind)
  if (blank === null) return null
  const { network } = blank
  try {
    // One that was started where there is no network has none to change.
    await Promise.all([network.path === null ? null : network.apply(egress), blank.fill(contents)])
    if (blank.usable) return blank
  } catch (error) {
    parts.log({ level: 'warn', message: 'A sandbox that waited could not be filled', error: String(error) })
  }
  await blank.destroy()
  return null
}

/** Calls that one instance of it works on at a time. */
export function slotsOf(runtime: InstalledRuntime | undefined, { scaling }: Revision): number {
  return runtime?.concurrent === true ? scaling.concurrency : 1
}

function findRuntime({ runtimes }: BringUp, name: Revision['runtime']): InstalledRuntime {
  const runtime = runtimes.find((one) => one.name === name)
  if (runtime !== undefined) return runtime
  throw StartFailure.early({ kind: 'notStarted', message: `The runtime ${name} is not installed on this machine` })
}

async function prepare({ packages }: BringUp, revision: Revision): Promise<Prepared> {
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

/** One that ends on its way has run nothing of the function's: another one is tried, and no call fails for it. */
async function startGreeted(...request: Parameters<typeof start>): Promise<Blank> {
  for (let attempt = 1; ; attempt++) {
    const blank = await start(...request)
    await blank.greeted
    if (!blank.stillborn || attempt === MAX_STARTS) return blank
    await blank.destroy()
  }
}

async function start(
  parts: BringUp,
  runtime: InstalledRuntime,
  { memoryMb, tmpMb }: Kind,
  contents: Contents | null,
  egress: Egress,
): Promise<Blank> {
  const network = await parts.network.take(egress)
  try {
    const spawnedAt = performance.now()
    const sandbox = await parts.driver.start({
      id: randomUUID(),
      image: runtime.image,
      contents,
      args: (inner) => runtime.args(inner, memoryMb),
      environment: runtime.environment,
      network: network.path,
      memoryMb,
      tmpMb,
      maxProcesses: MAX_PROCESSES,
    })
    return new Blank({ sandbox, runtime, network, spawnedAt, timeoutMs: parts.loadTimeoutMs, log: parts.log })
  } catch (error) {
    await network.release()
    throw error
  }
}
