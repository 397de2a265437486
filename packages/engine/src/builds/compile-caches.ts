import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Revision } from '@alcove/contract'
import type { Packages } from '../packages/packages.ts'
import type { Prepared } from '../packages/prepared.ts'
import type { InstalledRuntime } from '../runtimes/runtime.ts'
import type { InnerPaths, SandboxDriver } from '../sandbox/sandbox.ts'
import { TOOL_FOLDER } from './recipe.ts'
import { toolFolder } from './tool.ts'

/** Below this, compiling takes less time than finding what was compiled before. */
const MIN_BYTES = 256 * 1024
/** The first call comes first. */
const AFTER_MS = 2_000
const LOAD_MS = 10_000
const MAX_MS = 30_000
const MAX_WAITING = 100

interface Options {
  driver: SandboxDriver
  packages: Packages
  runtimes: readonly InstalledRuntime[]
  log(line: object): void
}

/**
 * Keeps what V8 compiled beside large packages, so that their later instances need not compile it again. It is made by
 * code of the package alone, without anybody's environment, and so may serve everyone who has the same package. It is
 * made in the background, one at a time, after a first instance has shown that the package is used.
 */
export class CompileCaches {
  readonly #options: Options
  readonly #asked = new Set<string>()
  readonly #closing = new AbortController()
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Says that an instance of the revision was started. */
  used(revision: Revision, prepared: Prepared): void {
    const runtime = this.#options.runtimes.find(({ name }) => name === revision.runtime)
    if (runtime === undefined || !revision.runtime.startsWith('nodejs') || prepared.bytes < MIN_BYTES) return
    const mark = markOf(revision)
    const key = `${prepared.task} ${mark}`
    if (this.#asked.has(key) || this.#waiting >= MAX_WAITING) return
    this.#asked.add(key)
    if (existsSync(join(this.#options.packages.compileCacheOf(prepared.task), mark))) return
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
      const zip = await this.#load(runtime, revision, prepared)
      if (zip !== null) await packages.keepCompiled(prepared.task, zip, mark)
    } catch (error) {
      // Nothing but time is lost.
      if (!this.#closing.signal.aborted) log({ level: 'warn', message: 'Nothing compiled could be kept', error })
    }
  }

  async #load(runtime: InstalledRuntime, revision: Revision, { task, code }: Prepared): Promise<Buffer | null> {
    const { driver, packages } = this.#options
    const { memoryMb, tmpMb } = revision
    const tool = await toolFolder(packages, 'compile-cache', { binary: runtime.image.binary, certificates: null })
    const layers = await Promise.all(revision.layers.map(({ codeHash }) => packages.unpackedLayer(codeHash)))
    const beside = layers.length > 0 ? await packages.together([...layers, tool]) : tool
    await using sandbox = await driver.start({
      id: `compile-${randomUUID()}`,
      image: runtime.image,
      contents: { task, layers: beside.path, storage: null },
      args: (inner) => argsOf(runtime, inner, memoryMb, code.file),
      environment: runtime.environment,
      network: null,
      memoryMb,
      tmpMb,
      maxProcesses: 64,
    })
    // What the code prints while it loads is of no interest.
    sandbox.stdout.resume()
    sandbox.stderr.resume()
    const stop = () => void sandbox.destroy()
    const timer = setTimeout(stop, MAX_MS)
    this.#closing.signal.addEventListener('abort', stop, { once: true })
    try {
      const zip = await buffer(sandbox.channel)
      const { code: exitCode } = await sandbox.exited
      return exitCode === 0 && zip.length > 0 ? zip : null
    } finally {
      clearTimeout(timer)
      this.#closing.signal.removeEventListener('abort', stop)
    }
  }
}

/** V8 takes back only what was compiled under the same settings: those of an instance, with our script for the guest's. */
function argsOf(runtime: InstalledRuntime, inner: InnerPaths, memoryMb: number, file: string): string[] {
  const settings = {
    file: `${inner.task}/${file}`,
    tmp: inner.tmp,
    guest: inner.guest,
    layers: inner.layers,
    loadMs: LOAD_MS,
  }
  return [
    ...runtime.args(inner, memoryMb).slice(0, -1),
    `${inner.layers}/${TOOL_FOLDER}/compile-cache.mjs`,
    JSON.stringify(settings),
  ]
}

/** Up to Node.js 22 the size of the heap is one of the settings that count. */
function markOf({ runtime, memoryMb }: Revision): string {
  return runtime === 'nodejs22' ? `${runtime}-${memoryMb}` : runtime
}
