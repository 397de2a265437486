import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SEARCH_PATH } from './host.ts'

/** The shell ended before it reported the result of a command. */
export class ShellGone extends Error {
  override readonly name = 'ShellGone'
}

/**
 * A long-lived shell. The programs that set up networks run in other namespaces and take 2 ms each. Spawning one from a
 * Node process with a large heap takes longer and blocks its event loop, so one small process spawns them all. It ends
 * with the engine, even when that is killed, because it reads a pipe of ours. Its input consists only of numbers and
 * addresses that we generate.
 */
export class Shell implements AsyncDisposable {
  readonly #child
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = []
  readonly #ended: Promise<unknown>
  #received = ''
  #stderr = ''
  #gone = false
  #closing = false

  /**
   * @param enter command that starts a shell in the right namespaces
   * @param parameters available to commands as `$1`, `$2`, …
   */
  constructor(enter: readonly string[], parameters: readonly string[] = []) {
    const [program, ...args] = [...enter, 'sh', '-s', ...parameters]
    // Its own session: Ctrl+C reaches only the engine, which then asks for the cleanup.
    this.#child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: { PATH: SEARCH_PATH } })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#readUntil(text))
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text.slice(0, 4096)))
    // A write to a closed pipe is reported through the exit.
    this.#child.stdin.on('error', () => {})
    this.#child.once('error', (error) => this.#end(error.message))
    this.#child.once('close', () => this.#end(this.#stderr.trim() || 'the shell ended'))
    this.#ended = once(this.#child, 'close').catch(() => {})
    // Without a reader its output must not kill it before the cleanup.
    this.#child.stdin.write(`trap '' PIPE\n`)
    this.#keepAlive(false)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Settles when the process has ended. */
  get ended(): Promise<unknown> {
    return this.#ended
  }

  /** Runs commands in order. @throws with their output when the last one fails */
  run(script: string): Promise<void> {
    if (this.#gone) return Promise.reject(new ShellGone(`The network's shell is gone: ${this.#stderr.trim()}`))
    return new Promise((resolve, reject) => {
      this.#keepAlive(true)
      this.#waiting.push({ resolve, reject })
      // NUL never occurs in the output of these programs, so it separates answers.
      this.#child.stdin.write(`{\n${script}\n} 2>&1 </dev/null\nprintf '\\n%d\\000' $?\n`)
    })
  }

  #readUntil(text: string): void {
    this.#received += text
    let end
    while ((end = this.#received.indexOf('\0')) >= 0) {
      const answer = this.#received.slice(0, end)
      this.#received = this.#received.slice(end + 1)
      const status = /\d+$/.exec(answer)?.[0] ?? ''
      const output = answer.slice(0, answer.length - status.length).trim()
      const job = this.#waiting.shift()
      if (status === '0') job?.resolve()
      else job?.reject(new Error(output || `exit code ${status}`))
    }
    if (this.#waiting.length === 0) this.#keepAlive(false)
  }

  /** An idle shell does not keep the engine's process alive. */
  #keepAlive(on: boolean): void {
    if (this.#closing) return
    const streams = [this.#child.stdin, this.#child.stdout, this.#child.stderr] as unknown as Socket[]
    for (const one of [this.#child, ...streams]) {
      if (on) one.ref()
      else one.unref()
    }
  }

  #end(reason: string): void {
    this.#gone = true
    this.#stderr ||= reason
    for (const job of this.#waiting.splice(0)) job.reject(new ShellGone(reason))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlive(true)
    // From now on wait for the exit, whatever it still answers.
    this.#closing = true
    this.#child.stdin.end()
    await this.#ended
  }
}
