import { performance } from 'node:perf_hooks'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** A call this long justifies a reading, which costs about as much as a short call. */
const LONG_MS = 5
/** After a shorter call, a reading this old is still good enough. */
const STALE_MS = 250

/** How often ended processes are counted at most. A process leaves at most a few in a millisecond. */
const COUNT_MS = 10

/** Processes and threads of one instance. Node needs eleven, and the function may start some itself. */
export const MAX_PROCESSES = 128

/** The resources an instance uses, read as rarely as possible, and its CPU weight. */
export class Usage {
  readonly #sandbox: Sandbox
  #peakMb: number | null = null
  #peakReadAt = -Infinity
  #crowded = false
  #countedAt = -Infinity
  /** The last call was long. After a short one, CPU time is not read. */
  #long = true

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /**
   * Highest memory so far, in MiB. Read again after a long call; short calls share a reading, and so do long ones that
   * end together: when a busy machine delays a hundred calls, each would delay the others further.
   */
  peakAfter(handlerMs: number): number | null {
    const now = performance.now()
    const goodFor = handlerMs > LONG_MS ? LONG_MS : STALE_MS
    if (now - this.#peakReadAt > goodFor) this.readPeak()
    if (now - this.#countedAt > COUNT_MS) {
      this.#crowded = this.#sandbox.hasUnreaped(MAX_PROCESSES / 2)
      this.#countedAt = now
    }
    return this.#peakMb
  }

  readPeak(): number | null {
    this.#peakMb = this.#sandbox.peakMemoryMb() ?? this.#peakMb
    this.#peakReadAt = performance.now()
    return this.#peakMb
  }

  /**
   * Whether ended processes take up so much of the limit that the code may soon be unable to start one: children that
   * the code never waits for. The container's init waits for orphans.
   */
  get crowded(): boolean {
    return this.#crowded
  }

  /** Memory charged now, in MiB. */
  memoryNow(): number | null {
    return this.#sandbox.memoryMb()
  }

  get peakMb(): number | null {
    return this.#peakMb
  }

  /** CPU time so far, in milliseconds. */
  cpuNow(): number | null {
    return this.#sandbox.cpuMs()
  }

  setCpuWeight(weight: number): void {
    this.#sandbox.setCpuWeight(weight)
  }

  /** CPU time so far; null when the call will probably be short. */
  cpuBefore(): number | null {
    return this.#long ? this.#sandbox.cpuMs() : null
  }

  /** CPU time of a call that was alone in the instance. */
  cpuAfter(before: number | null, handlerMs: number): number | null {
    this.#long = handlerMs > LONG_MS
    if (before === null || !this.#long) return null
    const after = this.#sandbox.cpuMs()
    return after === null ? null : Math.max(0, after - before)
  }
}
