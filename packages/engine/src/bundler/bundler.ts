import { readUpTo } from '../sandbox/read-up-to.ts'
import { TooManyWaiting, Turns } from '../sandbox/turns.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { CodeError } from '../package-error.ts'
import type { Bundles } from '../packages/bundles.ts'
import { answerOf, type Answer } from './answer.ts'
import { NextSandbox, type NextSandboxOptions } from './next-sandbox.ts'

export interface BundlerOptions extends NextSandboxOptions {
  /** Bundles under way at a time. */
  atATime: number
  /** For one bundle. Default: 30 s. */
  maxMs?: number
}

type Task = { kind: 'bundle'; file: string; output: string } | { kind: 'locate' }

/** Of one space. */
const MAX_WAITING = 1000
/** Sources of 16 MB with their map; what makes more has used up its memory before, as a rule. */
const MAX_ANSWER_BYTES = 48 * 1024 * 1024

/**
 * Parses and bundles code of strangers in sandboxes without network, each for one task: what a package does to the bundler
 * is gone before the next package comes.
 */
export class Bundler implements Bundles {
  readonly #memoryMb: number
  readonly #maxMs: number
  readonly #next: NextSandbox
  readonly #turns: Turns
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()

  constructor({ atATime, maxMs = 30_000, ...options }: BundlerOptions) {
    this.#memoryMb = options.memoryMb
    this.#maxMs = maxMs
    this.#next = new NextSandbox(options)
    this.#turns = new Turns({ atATime, perSpace: Math.max(1, atATime - 1), maxWaiting: MAX_WAITING })
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
    const turn = await this.#turns.take(spaceId, this.#closing.signal).catch((error: unknown) => {
      if (!(error instanceof TooManyWaiting)) throw error
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

  /** Whoever waits for the answer need not wait until the sandbox is gone; the next task must. */
  async #ask(folder: string, task: Task, answered: (answer: Answer) => void): Promise<void> {
    const closing = this.#closing.signal
    closing.throwIfAborted()
    await using sandbox = await this.#next.take()
    let late = false
    const timer = setTimeout(() => {
      late = true
      stop()
    }, this.#maxMs)
    // Whether it went is for whoever disposes of it to hear.
    const stop = () => void sandbox.destroy().catch(() => {})
    closing.addEventListener('abort', stop, { once: true })
    try {
      closing.throwIfAborted()
      await sandbox.fill({ task: folder, layers: null, storage: null })
      sandbox.channel.write(`${JSON.stringify({ ...task, folder: sandbox.inner.task })}\n`)
      // A destroyed sandbox ends its streams early.
      const said = await readUpTo(sandbox.channel, MAX_ANSWER_BYTES).catch(() => Buffer.alloc(0))
      const answer = said === null ? null : answerOf(said)
      closing.throwIfAborted()
      if (answer === null) throw await this.#whyNone(sandbox, { late, tooLarge: said === null })
      answered(answer)
    } finally {
      clearTimeout(timer)
      closing.removeEventListener('abort', stop)
    }
  }

  async #whyNone(sandbox: Sandbox, { late, tooLarge }: { late: boolean; tooLarge: boolean }): Promise<CodeError> {
    const error = (message: string) => new CodeError('BundleError', message)
    if (late)
      return error(`The code takes more than ${this.#maxMs / 1000} s to bundle: split it up, or bundle it yourself`)
    if (tooLarge) return error('The bundle is too large: split the code up')
    const { outOfMemory } = await sandbox.exited
    if (!outOfMemory) return error('The bundler crashed on this code')
    return error(`The code needs more than ${this.#memoryMb} MB to bundle: split it up, or bundle it yourself`)
  }
}
