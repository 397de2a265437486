import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SEARCH_PATH } from './host.ts'

/** The shell ended before it could say how a command went. */
export class ShellGone extends Error {
  override readonly name = 'ShellGone'
}

/**
 * A shell that stays. The programs that set up networks live in namespaces other than ours and take 2 ms each, while
 * starting one from a Node process with a large heap takes longer and stops its event loop meanwhile: so one small
 * process starts them all. It ends with the engine, however that ends, since it reads a pipe of ours; only what we
 * generate ourselves, numbers and addresses, is ever written to it.
 */
export class Shell implements AsyncDisposable {
  readonly #child
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = []
  readonly #ended: Promise<unknown>
  #heard = ''
  #complaint = ''
  #gone = false
  #closing = false

  /**
   * @param enter command and first arguments that bring a shell to where it is to work
   * @param parameters what its commands find as `$1` and so on
   */
  constructor(enter: readonly string[], parameters: readonly string[] = []) {
    const [program, ...args] = [...enter, 'sh', '-s', ...parameters]
    // A session of its own: Ctrl+C is for the engine, which then asks for what is to be removed.
    this.#child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: { PATH: SEARCH_PATH } })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#readUntil(text))
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text.slice(0, 4096)))
    // The write that finds the pipe closed is reported by the end of the process.
    this.#child.stdin.on('error', () => {})
    this.#child.once('error', (error) => this.#end(error.message))
    this.#child.once('close', () => this.#end(this.#complaint.trim() || 'the shell ended'))
    this.#ended = once(this.#child, 'close').catch(() => {})
    // An answer that nobody reads any more must not end it before it has cleaned up.
    this.#child.stdin.write(`trap '' PIPE\n`)
    this.#keepAlive(false)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Settles when the process is no more. */
  get ended(): Promise<unknown> {
    return this.#ended
  }

  /** Runs commands, after those given before. @throws what they said when the last one fails */
  run(script: string): Promise<void> {
    if (this.#gone) return Promise.reject(new ShellGone(`The network's shell is gone: ${this.#complaint.trim()}`))
    return new Promise((resolve, reject) => {
      this.#keepAlive(true)
      this.#waiting.push({ resolve, reject })
      // NUL cannot be part of what a program says about our numbers, so it ends an answer.
      this.#child.stdin.write(`{\n${script}\n} 2>&1 </dev/null\nprintf '\\n%d\\000' $?\n`)
    })
  }

  #readUntil(text: string): void {
    this.#heard += text
    let end
    while ((end = this.#heard.indexOf('\0')) >= 0) {
      const answer = this.#heard.slice(0, end)
      this.#heard = this.#heard.slice(end + 1)
      const status = /\d+$/.exec(answer)?.[0] ?? ''
      const said = answer.slice(0, answer.length - status.length).trim()
      const job = this.#waiting.shift()
      if (status === '0') job?.resolve()
      else job?.reject(new Error(said || `exit code ${status}`))
    }
    if (this.#waiting.length === 0) this.#keepAlive(false)
  }

  /** An idle shell is no reason for the engine's process to stay. */
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
    this.#complaint ||= reason
    for (const job of this.#waiting.splice(0)) job.reject(new ShellGone(reason))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlive(true)
    // From now on its end is waited for, whatever it still answers.
    this.#closing = true
    this.#child.stdin.end()
    await this.#ended
  }
}
