import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Revision } from '@alcove/contract'
import { compileCacheOf } from '../packages/compile-cache.ts'
import type { Packages } from '../packages/packages.ts'
import type { Prepared } from '../packages/prepared.ts'
import type { InstalledRuntime } from '../runtimes/runtime.ts'
import type { InnerPaths, SandboxDriver } from '../sandbox/sandbox.ts'
import { readUpTo } from '../sandbox/read-up-to.ts'
import { TOOL_FOLDER } from './recipe.ts'
import { toolFolder } from './tool.ts'
import type { FairQueue } from '../sandbox/fair-queue.ts'

/** For smaller packages compiling is faster than reading the cache. */
const MIN_BYTES = 256 * 1024
/** Wait until the first call is through. */
const AFTER_MS = 2_000
const LOAD_MS = 10_000
const MAX_MS = 30_000
const MAX_WAITING = 100
/** The code can write anything to the channel. */
const MAX_ZIP_BYTES = 32 * 1024 * 1024

interface Options {
  driver: SandboxDriver
  packages: Packages
  runtimes: readonly InstalledRuntime[]
  /** Most memory of one sandbox, in MiB. */
  memoryMb: number
  queue: FairQueue
  log(line: object): void
}

/**
 * Keeps V8's compile cache beside large packages, so that later instances need not compile them again. The cache is
 * made from the package's code alone, without environment or layers, so everyone with the same package can share it. It
 * is made in the background, one at a time, once a first instance shows that the package is used.
 */
export class CompileCaches {
  readonly #options: Options
  /** Packages in progress, and those that failed. */
  readonly #tried = new Set<string>()
  readonly #closing = new AbortController()
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Called when an instance of the revision was started. */
  used(revision: Revision, prepared: Prepared): void {
    const runtime = this.#options.runtimes.find(({ name }) => name === revision.runtime)
    if (runtime === undefined || !revision.runtime.startsWith('nodejs') || prepared.bytes < MIN_BYTES) return
    const mark = markOf(revision)
    const key = `${prepared.task} ${mark}`
    if (this.#tried.has(key) || this.#waiting >= MAX_WAITING) return
    if (existsSync(join(compileCacheOf(prepared.task), mark))) return
    this.#tried.add(key)
    this.#waiting += 1
    setTimeout(() => {
      this.#last = this.#last.then(() => this.#make(runtime, revision, prepared, mark))
    }, AFTER_MS).unref()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#last
  }

  async #make(runtime: InstalledRuntime, revision: Revision, prepared: Prepared, mark: string): Promise<void> {
    const { packages, log } = this.#options
    this.#waiting -= 1
    if (this.#closing.signal.aborted) return
    try {
      using _turn = await this.#options.queue.take(revision.spaceId, this.#closing.signal)
      const zip = await this.#load(runtime, revision, prepared)
      if (zip === null) return
      await packages.keepCompiled(prepared.task, zip, mark)
      // The mark in the folder records the success for as long as the folder exists.
      this.#tried.delete(`${prepared.task} ${mark}`)
    } catch (error) {
      // Not fatal: starts just take longer.
      if (!this.#closing.signal.aborted) log({ level: 'warn', message: 'No compile cache could be made', error })
    }
  }

  async #load(runtime: InstalledRuntime, revision: Revision, { task, code }: Prepared): Promise<Buffer | null> {
    const { driver, packages } = this.#options
    const { memoryMb, tmpMb } = revision
    const tool = await toolFolder(packages, 'compile-cache', { binary: runtime.image.binary, certificates: null })
    await using sandbox = await driver.start({
      id: `compile-${randomUUID()}`,
      image: runtime.image,
      contents: { task, layers: tool.path, storage: null },
      args: (inner) => argsOf(runtime, inner, memoryMb, code.file),
      environment: runtime.environment,
      network: null,
      memoryMb: Math.min(memoryMb, this.#options.memoryMb),
      tmpMb,
      maxProcesses: 64,
    })
    // Discard what the code prints while it loads.
    sandbox.stdout.resume()
    sandbox.stderr.resume()
    const ending = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(MAX_MS)])
    const stop = () => void sandbox.destroy().catch(() => {})
    ending.addEventListener('abort', stop, { once: true })
    if (ending.aborted) stop()
    try {
      const zip = await readUpTo(sandbox.channel, MAX_ZIP_BYTES)
      if (zip === null || zip.length === 0) return null
      return (await sandbox.exited).code === 0 ? zip : null
    } finally {
      ending.removeEventListener('abort', stop)
    }
  }
}

/** V8 accepts a cache only under equal settings: use those of an instance, but our script instead of the guest. */
function argsOf(runtime: InstalledRuntime, inner: InnerPaths, memoryMb: number, file: string): string[] {
  const settings = {
    file: `${inner.task}/${file}`,
    tmp: inner.tmp,
    guest: inner.guest,
    loadMs: LOAD_MS,
  }
  return [
    ...runtime.args(inner, memoryMb, false).slice(0, -1),
    `${inner.layers}/${TOOL_FOLDER}/compile-cache.mjs`,
    JSON.stringify(settings),
  ]
}

/** Up to Node.js 22 the heap size is part of the settings that must match. */
function markOf({ runtime, memoryMb }: Revision): string {
  return runtime === 'nodejs22' ? `${runtime}-${memoryMb}` : runtime
}
