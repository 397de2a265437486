import { performance } from 'node:perf_hooks'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** A call this long is worth the readings, which cost about as much as a short one. */
const LONG_MS = 5
const STALE_MS = 250

/** What an instance uses, read as seldom as will do, and what part it is given. */
export class Usage {
  readonly #sandbox: Sandbox
  #peakMb: number | null = null
  #peakReadAt = -Infinity
  /** Of a function whose calls have been short the processor time is not read. */
  #long = true

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** Highest memory so far, in MiB. Read anew after calls that took a while; short ones share a reading. */
  peakAfter(handlerMs: number): number | null {
    if (handlerMs > LONG_MS || performance.now() - this.#peakReadAt > STALE_MS) this.readPeak()
    return this.#peakMb
  }

  readPeak(): number | null {
    this.#peakMb = this.#sandbox.peakMemoryMb() ?? this.#peakMb
    this.#peakReadAt = performance.now()
    return this.#peakMb
  }

  get peakMb(): number | null {
    return this.#peakMb
  }

  /** Processor time so far, in milliseconds. */
  cpuNow(): number | null {
    return this.#sandbox.cpuMs()
  }

  weigh(weight: number): void {
    this.#sandbox.weighCpu(weight)
  }

  /** Processor time so far before a call that may turn out long; null when it probably will not. */
  cpuBefore(): number | null {
    return this.#long ? this.#sandbox.cpuMs() : null
  }

  /** Processor time of a call that had the instance to itself. */
  cpuAfter(before: number | null, handlerMs: number): number | null {
    this.#long = handlerMs > LONG_MS
    if (before === null || !this.#long) return null
    const after = this.#sandbox.cpuMs()
    return after === null ? null : Math.max(0, after - before)
  }
}
