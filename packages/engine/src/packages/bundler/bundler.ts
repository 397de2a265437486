import { fork, type ChildProcess } from 'node:child_process'
import { basename, dirname, join } from 'node:path'
import { CodeError } from '../package-error.ts'

export type Task = { kind: 'bundle'; folder: string; file: string; output: string } | { kind: 'locate'; folder: string }
export type Answer =
  | { ok: true; value: string | number | null }
  | { ok: false; error: { name: string; message: string; excerpt: string | undefined } }

/** At a time; another bundle waits. */
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
  readonly #children = new Set<ChildProcess>()
  readonly #idle: ChildProcess[] = []
  readonly #waiting: ((child: ChildProcess) => void)[] = []

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
    this.#waiting.length = 0
    for (const child of this.#children) child.kill('SIGKILL')
  }

  async #run(task: Task): Promise<string | number | null> {
    const child = this.#idle.pop() ?? (await this.#take())
    const { answer, alive } = await ask(child, task)
    if (alive) this.#giveBack(child)
    else this.#forget(child)
    if (answer.ok) return answer.value
    const { name, message, excerpt } = answer.error
    throw new CodeError(name, message, excerpt)
  }

  #take(): Promise<ChildProcess> | ChildProcess {
    if (this.#children.size < MAX_PROCESSES) return this.#start()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #start(): ChildProcess {
    const child = start()
    this.#children.add(child)
    child.once('close', () => this.#forget(child))
    return child
  }

  #giveBack(child: ChildProcess): void {
    const next = this.#waiting.shift()
    if (next !== undefined) return next(child)
    this.#idle.push(child)
    child.unref()
    child.channel?.unref()
    setTimeout(() => {
      if (!this.#idle.includes(child)) return
      this.#forget(child)
      child.kill('SIGKILL')
    }, IDLE_MS).unref()
  }

  /** One is gone: whoever waits gets a new one. */
  #forget(child: ChildProcess): void {
    if (!this.#children.delete(child)) return
    const at = this.#idle.indexOf(child)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#waiting.shift()?.(this.#start())
  }
}

/** `src/index.ts` → `src/index.alcove.mjs`. */
export function bundlePathOf(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.\w+$/, '')}.alcove.mjs`)
}

function start(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'worker.ts'), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, '--disable-warning=ExperimentalWarning'],
    // Nothing of ours, and nothing that would change what it does.
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // Of one that cannot be started, or be told anything: whoever asks it hears that it is gone.
  return child.on('error', () => {})
}

/** Its answer, or why there is none. Once it is not alive it is of no use to anybody. */
function ask(child: ChildProcess, task: Task): Promise<{ answer: Answer; alive: boolean }> {
  child.ref()
  child.channel?.ref()
  return new Promise((resolve) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, MAX_MS)
    const settle = (answer: Answer, alive: boolean) => {
      clearTimeout(timer)
      child.off('message', heard).off('close', gone)
      resolve({ answer, alive })
    }
    const heard = (answer: Answer) => settle(answer, true)
    const gone = () => {
      const message = late ? `Bundling took more than ${MAX_MS / 1000} s` : 'The bundler ran out of memory or crashed'
      settle({ ok: false, error: { name: 'BundleError', message, excerpt: undefined } }, false)
    }
    child.once('message', heard).once('close', gone)
    child.send(task, (error) => {
      if (error === null) return
      child.kill('SIGKILL')
      gone()
    })
  })
}
