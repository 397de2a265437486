import type { Engine } from '@alcove/engine'
import type { ProcessFacts } from '@alcove/platform'
import { totalmem } from 'node:os'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

const RESOLUTION_MS = 20

/** Memory that this process may use: the machine's, or the limit of its cgroup. */
export function memoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity)
}

/** Measures this process. Each reading is of the time since the one before. */
export function measureProcess(engine: Engine): { read(): Promise<ProcessFacts> } & Disposable {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let before = performance.eventLoopUtilization()
  /** The monitor counts the time between its own ticks: what is beyond its resolution is delay. */
  const late = (nanoseconds: number) => Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 100) / 100)
  return {
    async read() {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      const eventLoop = {
        p50Ms: late(delay.percentile(50)),
        p99Ms: late(delay.percentile(99)),
        maxMs: late(delay.max),
        utilization: Math.min(1, Math.round(utilization * 1000) / 1000),
      }
      delay.reset()
      const { rss, heapUsed } = process.memoryUsage()
      return {
        eventLoop,
        memory: { rssBytes: rss, heapBytes: heapUsed, limitBytes: memoryBytes() },
        spaceFilesBytes: await engine.storedBytes(),
      }
    },
    [Symbol.dispose]: () => delay.disable(),
  }
}
