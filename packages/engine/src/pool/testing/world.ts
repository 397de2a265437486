import type { Revision } from '@alcove/contract'
import { Ledger } from '../ledger.ts'
import type { Lease } from '../pool.ts'
import { FakeClock } from './fake-clock.ts'
import type { FakeInstance } from './fake-instance.ts'
import type { Random } from './random.ts'
import { revisionOf } from './revision-of.ts'

/** A function of the simulated world, and how it behaves. */
export interface Fn {
  id: string
  space: string
  /** The one that calls name now, last. */
  revisions: Revision[]
  callMs: number
  startFails: number
  dies: number
  keepReady: boolean
  /** What was called or served last, and how often that has changed: each change may leave a retired group behind. */
  named: Revision
  changes: number
  /** Since when its space has had nothing although a function of another space has enough to give some up. */
  owedSince: number | null
  /** Start failures in a row and when the last one was, by key of the group. */
  failures: Map<string, { count: number; at: number }>
}

export interface Call {
  id: number
  fn: Fn
  revision: Revision
  since: number
  abort: AbortController | null
  lease: Lease<FakeInstance> | null
  settled: boolean
}

/** An instance that is being made, is there, or is being ended. */
export interface Place {
  fn: Fn
  key: string
  mb: number
  /** How often its function had changed when it was started. */
  changes: number
  instance: FakeInstance | null
}

type Limits = ReturnType<typeof drawLimits>

/** What there is beside the pool, and what happens to it. */
export interface World {
  readonly clock: FakeClock
  readonly ledger: Ledger
  readonly limits: Limits
  readonly functions: Fn[]
  /** Calls that have no slot yet, oldest first, and calls that run. */
  readonly waiting: Set<Call>
  readonly running: Set<Call>
  readonly places: Set<Place>
  prewarmedMb: number
  /** For each start of the step, whether its function had no instance. */
  started: boolean[]
  closing: boolean
}

export const PREPARE_MS = 20
export const EXPLAIN_MS = 10

export function drawWorld(random: Random): World {
  const limits = drawLimits(random)
  return {
    clock: new FakeClock(),
    ledger: new Ledger(),
    limits,
    functions: drawFunctions(random, limits),
    waiting: new Set(),
    running: new Set(),
    places: new Set(),
    prewarmedMb: 0,
    started: [],
    closing: false,
  }
}

function drawLimits(random: Random) {
  const longestCallMs = random.pick([20, 200, 1000, 4000])
  return {
    memoryBudgetMb: random.pick([256, 512, 1024, 2048]),
    maxInstances: random.between(1, 12),
    maxStarting: random.between(2, 6),
    maxWaiting: random.between(1, 30),
    maxWaitMs: random.pick([200, 1000, 3000, 10_000]),
    freezeAfterMs: random.pick([50, 200, 1000]),
    maxAgeMs: random.pick([2000, 10_000, 1e9]),
    maxInvocations: random.pick([1, 3, 20, 1e9]),
    startMs: random.pick([5, 50, 300]),
    stopMs: random.pick([0, 20, 200]),
    pauseMs: random.pick([0, 10, 100, 300]),
    prewarm: random.chance(0.3) ? random.between(1, 2) : 0,
    largestMb: random.pick([64, 128, 256]),
    longestCallMs,
  }
}

function drawFunctions(
  random: Random,
  { largestMb, longestCallMs }: { largestMb: number; longestCallMs: number },
): Fn[] {
  const functions: Fn[] = []
  const spaces = random.between(1, 4)
  const reliable = random.chance(0.4)
  for (let space = 1; space <= spaces; space++) {
    const count = random.between(1, 3)
    for (let at = 1; at <= count; at++) functions.push(drawFunction(random, `s${space}`, `s${space}/f${at}`))
  }
  return functions

  function drawFunction(from: Random, space: string, id: string): Fn {
    const maxInstances = from.between(1, 6)
    const revision = revisionOf(id, {
      memoryMb: from.pick([64, 128, 256].filter((mb) => mb <= largestMb)),
      scaling: {
        minInstances: from.chance(0.3) ? from.between(1, Math.min(2, maxInstances)) : 0,
        maxInstances,
        concurrency: from.chance(0.3) ? from.between(2, 6) : 1,
        idleTimeoutSeconds: from.pick([0.5, 1, 2]),
      },
    })
    return {
      id,
      space,
      revisions: [revision],
      callMs: from.between(0, longestCallMs),
      startFails: reliable ? 0 : from.pick([0, 0, 0.1, 0.5, 1]),
      dies: reliable ? 0 : from.pick([0, 0, 0.2, 0.6]),
      keepReady: from.chance(0.5),
      named: revision,
      changes: 0,
      owedSince: null,
      failures: new Map(),
    }
  }
}
