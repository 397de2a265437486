import { performance } from 'node:perf_hooks'
import { RUNTIMES, type EngineStatus } from '@alcove/contract'
import type { EngineInfo } from './engine.ts'
import type { Instance } from './instance/instance.ts'
import type { Ledger } from './pool/ledger.ts'
import type { Pool } from './pool/pool.ts'
import type { Runtimes } from './runtimes/runtimes.ts'
import type { ChosenDriver } from './sandbox/choose-driver.ts'

interface Parts {
  ready: boolean
  driver: ChosenDriver
  runtimes: Runtimes
  network: EngineStatus['network']
  pool: Pool<Instance>
  ledger: Ledger
  prewarmed: EngineStatus['prewarmed']
  maxInstances: number
  memoryBudgetMb: number
}

const MAX_QUEUES = 20

/** Describes the engine to the operator. */
export function describeEngine(parts: Parts): EngineInfo {
  const { driver, runtimes, network, pool, ledger } = parts
  const states = { starting: pool.starting, idle: 0, busy: 0, frozen: 0 }
  let instances = pool.starting
  for (const { state } of pool.instances) {
    if (state === 'starting') continue
    instances += 1
    if (state !== 'stopping') states[state] += 1
  }
  const queues = pool.queues(performance.now())
  return {
    ready: parts.ready,
    isolation: driver.driver.isolation,
    ociRuntime: driver.driver.program,
    reason: driver.reason,
    remedy: driver.remedy,
    runtimes: RUNTIMES.map((name) => {
      const found = runtimes.installed.find((runtime) => runtime.name === name)
      const remedy = runtimes.missing.find((runtime) => runtime.name === name)?.remedy ?? null
      return { name, version: found?.version ?? '', available: found !== undefined, remedy }
    }),
    network: { available: network.available, reason: network.reason, remedy: network.remedy },
    instances,
    maxInstances: parts.maxInstances,
    states,
    busy: states.busy,
    queued: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    queues: queues.toSorted((a, b) => b.waiting - a.waiting).slice(0, MAX_QUEUES),
    prewarmed: parts.prewarmed,
    starts: { ...pool.counts },
    memoryMb: { used: ledger.usedMb, budget: parts.memoryBudgetMb },
  }
}
