import { readUpTo } from '../sandbox/read-up-to.ts'
import { QueueFull, FairQueue } from '../sandbox/fair-queue.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { CodeError } from '../package-error.ts'
import type { Bundles } from '../packages/bundles.ts'
import { answerOf, type Answer } from './answer.ts'
import { SpareSandbox, type NextSandboxOptions } from './spare-sandbox.ts'

export interface BundlerOptions extends NextSandboxOptions {
  /** Maximum concurrent bundles. */
  atATime: number
  /** Limit for one bundle, in milliseconds. Default: 30 s. */
  maxMs?: number
}

type Task = { kind: 'bundle'; file: string; output: string } | { kind: 'locate' }

/** Per space. */
const MAX_WAITING = 1000
/** Room for sources of 16 MB and their map. Code that makes more usually runs out of memory first. */
const MAX_ANSWER_BYTES = 48 * 1024 * 1024

/**
 * Parses and bundles untrusted code in sandboxes without a network. Each sandbox runs one task, so a package cannot
 * affect the bundler of the next one.
 */
export class Bundler implements Bundles {
  readonly #memoryMb: number
  readonly #maxMs: number
  readonly #next: SpareSandbox
  readonly #queue: FairQueue
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()

  constructor({ atATime, maxMs = 30_000, ...options }: BundlerOptions) {
    this.#memoryMb = options.memoryMb
    this.#maxMs = maxMs
    this.#next = new SpareSandbox(options)
    this.#queue = new FairQueue({ atATime, perSpace: Math.max(1, atATime - 1), maxWaiting: MAX_WAITING })
  }

  async bundle(
    spaceId: string,
    { folder, ...code }: { folder: string; file: string; output: string },
  ): Promise<Buffer> {
    const { error, zip } = await this.#run(spaceId, folder, { kind: 'bundle', ...code })
    if (error !== null) throw error
    return zip
  }

  async locateSyntaxError(spaceId: string, folder: string): Promise<string | null> {
    return (await this.#run(spaceId, folder, { kind: 'locate' })).place
  }

  async close(): Promise<void> {
    this.#closing.abort(new CodeError('BundleError', 'Alcove is being stopped'))
    await Promise.allSettled([...this.#running, this.#next.close()])
  }

  async #run(spaceId: string, folder: string, task: Task): Promise<Answer> {
    const turn = await this.#queue.take(spaceId, this.#closing.signal).catch((error: unknown) => {
      if (!(error instanceof QueueFull)) throw error
      throw new CodeError('BundleError', `${error.message} of this space to be bundled: try again later`)
    })
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const running = this.#ask(folder, task, resolve)
      .catch(reject)
      .finally(() => {
        turn[Symbol.dispose]()
        this.#running.delete(running)
      })
    this.#running.add(running)
    return promise
  }

  /** The caller gets the answer before the sandbox is gone; the next task waits until it is. */
  async #ask(folder: string, task: Task, answered: (answer: Answer) => void): Promise<void> {
    const closing = this.#closing.signal
    closing.throwIfAborted()
    await using sandbox = await this.#next.take()
    let late = false
    const timer = setTimeout(() => {
      late = true
      stop()
    }, this.#maxMs)
    // `dispose` reports a failure of this.
    const stop = () => void sandbox.destroy().catch(() => {})
    closing.addEventListener('abort', stop, { once: true })
    try {
      closing.throwIfAborted()
      await sandbox.fill({ task: folder, layers: null, storage: null })
      sandbox.channel.write(`${JSON.stringify({ ...task, folder: sandbox.inner.task })}\n`)
      // Destroying a sandbox ends its streams early.
      const output = await readUpTo(sandbox.channel, MAX_ANSWER_BYTES).catch(() => Buffer.alloc(0))
      const answer = output === null ? null : answerOf(output)
      closing.throwIfAborted()
      if (answer === null) throw await this.#failure(sandbox, { late, tooLarge: output === null })
      answered(answer)
    } finally {
      clearTimeout(timer)
      closing.removeEventListener('abort', stop)
    }
  }

  async #failure(sandbox: Sandbox, { late, tooLarge }: { late: boolean; tooLarge: boolean }): Promise<CodeError> {
    const error = (message: string) => new CodeError('BundleError', message)
    if (late)
      return error(`The code takes more than ${this.#maxMs / 1000} s to bundle: split it up, or bundle it yourself`)
    if (tooLarge) return error('The bundle is too large: split the code up')
    const { outOfMemory } = await sandbox.exited
    if (!outOfMemory) return error('The bundler crashed on this code')
    return error(`The code needs more than ${this.#memoryMb} MB to bundle: split it up, or bundle it yourself`)
  }
}
