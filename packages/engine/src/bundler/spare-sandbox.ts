import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RuntimeImage, Sandbox, SandboxDriver } from '../sandbox/sandbox.ts'
import { BUNDLER_MAIN } from './image.ts'

export interface NextSandboxOptions {
  driver: Pick<SandboxDriver, 'start'>
  image: RuntimeImage
  memoryMb: number
  /** Whether to start one before it is needed. That saves most of the time and takes 70 MiB. */
  ahead: boolean
}

const START_MS = 30_000
const MAX_STARTS = 3
const TMP_MB = 128
/** Node.js and rolldown start a thread per processor, and a few more. */
const MAX_PROCESSES = 256
/** By then the instance that waited for the last bundle has started. */
const REFILL_AFTER_MS = 200

/** Sandboxes with a loaded bundler and no code yet. Each is handed out once. */
export class SpareSandbox {
  readonly #options: NextSandboxOptions
  #waiting: Promise<Sandbox | null> | null = null
  readonly #ended = new WeakSet<Sandbox>()
  #refill: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: NextSandboxOptions) {
    this.#options = options
    this.#startAhead()
  }

  /** @throws when none can be started */
  async take(): Promise<Sandbox> {
    const waiting = this.#waiting
    this.#waiting = null
    clearTimeout(this.#refill)
    this.#refill = setTimeout(() => this.#startAhead(), REFILL_AFTER_MS).unref()
    const ready = await waiting
    if (ready && !this.#ended.has(ready)) return ready
    await ready?.destroy().catch(() => {})
    return this.#start()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#refill)
    await (await this.#waiting)?.destroy()
  }

  #startAhead(): void {
    if (!this.#options.ahead || this.#closed || this.#waiting !== null) return
    // The next caller tries again and gets the error.
    this.#waiting = this.#start().catch(() => null)
  }

  async #start(): Promise<Sandbox> {
    const { driver, image, memoryMb } = this.#options
    for (let attempt = 1; ; attempt++) {
      const sandbox = await driver.start({
        id: `bundle-${randomUUID()}`,
        image,
        contents: null,
        // The sandbox's memory is the limit, not V8's estimate.
        args: ({ guest, tmp }) => [`--max-old-space-size=${memoryMb}`, join(guest, BUNDLER_MAIN), tmp],
        network: null,
        memoryMb,
        tmpMb: TMP_MB,
        maxProcesses: MAX_PROCESSES,
      })
      sandbox.stdout.resume()
      let output = ''
      sandbox.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)))
      void sandbox.exited.then(() => this.#ended.add(sandbox))
      if (await announcedReady(sandbox.channel)) return sandbox
      await sandbox.destroy()
      if (attempt === MAX_STARTS) throw new Error(`The bundler does not start: ${output.trim()}`)
    }
  }
}

/** Resolves with whether the sandbox announced that it is ready. It sends nothing else before it has a task. */
async function announcedReady(channel: Readable): Promise<boolean> {
  const given = new AbortController()
  const { signal } = given
  try {
    const patience = sleep(START_MS, false, { signal, ref: false })
    const word = once(channel, 'readable', { signal }).then(() => channel.read() !== null)
    return await Promise.race([word, patience, once(channel, 'close', { signal }).then(() => false)])
  } catch {
    return false
  } finally {
    given.abort()
  }
}
