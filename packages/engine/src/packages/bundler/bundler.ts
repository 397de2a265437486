import { fork, type ChildProcess } from 'node:child_process'
import { basename, dirname, join } from 'node:path'
import { CodeError } from '../package-error.ts'

export type Task = { kind: 'bundle'; folder: string; file: string; output: string } | { kind: 'locate'; folder: string }
export type Answer =
  | { ok: true; value: string | number | null }
  | { ok: false; error: { name: string; message: string; excerpt: string | undefined } }

/** Processes at a time; another bundle waits. */
const MAX_PROCESSES = 2
const MAX_MS = 30_000
/** Kept for the next save. */
const IDLE_MS = 60_000
const HEAP_MB = 512

/**
 * Parses and bundles in processes of their own, because the code is a stranger's: they are killed when they take too
 * long, and when they crash it is the bundle that fails.
 */
export class Bundler {
  readonly #idle: ChildProcess[] = []
  readonly #waiting: ((child: ChildProcess) => void)[] = []
  #running = 0

  /**
   * Bundles a TypeScript entry of a prepared folder; see bundle().
   * @returns where below the folder it was written, and its size with its source map
   * @throws {CodeError} naming file and line
   */
  async bundle(folder: string, file: string): Promise<{ path: string; bytes: number }> {
    const output = bundlePathOf(file)
    return { path: output, bytes: (await this.#run({ kind: 'bundle', folder, file, output })) as number }
  }

  /** See locateSyntaxError(). */
  async locateSyntaxError(folder: string): Promise<string | null> {
    return (await this.#run({ kind: 'locate', folder })) as string | null
  }

  close(): void {
    for (const child of this.#idle.splice(0)) child.kill('SIGKILL')
  }

  async #run(task: Task): Promise<string | number | null> {
    const child = await this.#take()
    const answer = await ask(child, task)
    if (child.connected) this.#giveBack(child)
    else this.#replace()
    if (answer.ok) return answer.value
    const { name, message, excerpt } = answer.error
    throw new CodeError(name, message, excerpt)
  }

  #take(): Promise<ChildProcess> | ChildProcess {
    const child = this.#idle.pop()
    if (child !== undefined) return child
    if (this.#running < MAX_PROCESSES) {
      this.#running += 1
      return start()
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #giveBack(child: ChildProcess): void {
    const next = this.#waiting.shift()
    if (next !== undefined) return next(child)
    this.#idle.push(child)
    child.unref()
    child.channel?.unref()
    setTimeout(() => {
      const at = this.#idle.indexOf(child)
      if (at < 0) return
      this.#idle.splice(at, 1)
      this.#running -= 1
      child.kill('SIGKILL')
    }, IDLE_MS).unref()
  }

  /** One is gone: whoever waits gets a new one. */
  #replace(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next(start())
  }
}

/** `src/index.ts` → `src/index.alcove.mjs`. */
export function bundlePathOf(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.\w+$/, '')}.alcove.mjs`)
}

function start(): ChildProcess {
  return fork(join(import.meta.dirname, 'worker.ts'), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--disable-warning=ExperimentalWarning'],
    // Nothing of ours, and nothing that would change what it does.
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

function ask(child: ChildProcess, task: Task): Promise<Answer> {
  child.ref()
  child.channel?.ref()
  return new Promise((resolve) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, MAX_MS)
    const settle = (answer: Answer) => {
      clearTimeout(timer)
      child.off('message', settle).off('close', gone)
      resolve(answer)
    }
    const gone = () => {
      const message = late ? `Bundling took more than ${MAX_MS / 1000} s` : 'The bundler ran out of memory or crashed'
      settle({ ok: false, error: { name: 'BundleError', message, excerpt: undefined } })
    }
    child.once('message', settle).once('close', gone)
    child.send(task, (error) => error !== null && gone())
  })
}
