import { coresOf, type WhatIfAnswer, type WhatIfQuestion, type WhatIfSize } from '@alcove/contract'
import { slowdown } from '../records/right-sizing/slowdown.ts'
import { costOf, listAt, rounded, type Rates } from '../records/prices/cost.ts'
import { exceededBy } from './exceeded-by.ts'
import type { StoredPrices } from '../records/prices/read-prices.ts'
import type { UsageHour } from './read-hours.ts'

type Hour = Pick<UsageHour, 'hour' | 'functionId' | 'calls' | 'billedMs' | 'mbMs' | 'bytesOut'>

export interface Recorded {
  /** The hours of all functions of the space. */
  hours: readonly Hour[]
  lists: readonly StoredPrices[]
  /** The function that is asked about. */
  fn: MeasuredFunction | null
}

export interface MeasuredFunction {
  id: string
  /** The memory in its configuration. */
  memoryMb: number
  /** null: they follow the memory. */
  cpus: number | null
  /** The 95th percentile of the cores in use; null: not measured. */
  coresUsed: number | null
  peakMemoryMb: number | null
  p95Ms: number | null
}

type Assumed = Pick<WhatIfQuestion, 'memoryMb' | 'prices' | 'callsPercent' | 'quota'>
type Answer = Omit<WhatIfAnswer, 'from' | 'to' | 'currency'>

const SIZES = [128, 256, 512, 1024, 2048, 4096]

/**
 * What recorded usage would have cost with another memory size, other prices or more calls, and which limits it would have
 * passed. Pure.
 *
 * How long calls would have taken with another size follows from the processor share, which comes with the memory: calls
 * that used all of their share change in proportion to it, calls that used less only where the new share is below what
 * they used. Where the share in use was not measured, durations are taken not to change.
 */
export function whatIf({ hours, lists, fn }: Recorded, { memoryMb, prices, callsPercent, quota }: Assumed): Answer {
  const times = callsPercent / 100
  const own = fn === null ? hours : hours.filter(({ functionId }) => functionId === fn.id)
  const sums = sumOf(own)
  const ranWith = sums.billedMs === 0 ? null : sums.mbMs / sums.billedMs
  const factorFor = (size: number | undefined) =>
    size === undefined || ranWith === null ? 1 : (durationFactor(fn, ranWith, size) * size) / ranWith
  const now = (of: readonly Hour[]) => of.reduce((sum, hour) => sum + costOf(hour, ratesAt(lists, hour)), 0)
  const changed = (of: readonly Hour[], memory: number) =>
    of.reduce(
      (sum, hour) => sum + costOf(scaled(hour, times, memory), { ...ratesAt(lists, hour), ...given(prices) }),
      0,
    )
  const others = fn === null ? [] : hours.filter(({ functionId }) => functionId !== fn.id)
  const factor = factorFor(memoryMb)
  const ownChanged = changed(own, factor)
  const sizeOf = (size: number): WhatIfSize => {
    const cost = changed(own, factorFor(size))
    const duration = ranWith === null ? 1 : durationFactor(fn, ranWith, size)
    return {
      memoryMb: size,
      current: size === fn?.memoryMb,
      durationFactor: duration,
      p95Ms: fn?.p95Ms == null ? null : fn.p95Ms * duration,
      fits: (fn?.peakMemoryMb ?? 0) < size,
      cost: rounded(cost),
      perMillionCalls: sums.calls === 0 || times === 0 ? null : rounded((cost / (sums.calls * times)) * 1e6),
    }
  }
  return {
    calls: sums.calls,
    evidence:
      fn && ranWith !== null
        ? { memoryMb: ranWith, coresUsed: fn.coresUsed, peakMemoryMb: fn.peakMemoryMb, p95Ms: fn.p95Ms }
        : null,
    sizes: fn && ranWith !== null ? sizesOf(fn, memoryMb).map(sizeOf) : [],
    function: fn && { now: rounded(now(own)), changed: rounded(ownChanged) },
    space: { now: rounded(now(hours)), changed: rounded(ownChanged + changed(others, 1)) },
    quotas: exceededBy(
      own.map((hour) => {
        const use = scaled(hour, times, factor)
        return { ...use, cost: costOf(use, { ...ratesAt(lists, hour), ...given(prices) }) }
      }),
      quota,
    ),
  }
}

/** Expected duration with another size over the recorded one. */
function durationFactor(fn: MeasuredFunction | null, ranWith: number, size: number): number {
  if (fn === null || fn.coresUsed === null) return 1
  const cores = (memoryMb: number) => coresOf({ memoryMb, cpus: fn.cpus })
  return slowdown(fn.coresUsed, cores(ranWith), cores(size))
}

function sizesOf(fn: MeasuredFunction, asked: number | undefined): number[] {
  return [...new Set([...SIZES, fn.memoryMb, asked ?? fn.memoryMb])].toSorted((a, b) => a - b)
}

function scaled<H extends Hour>(hour: H, times: number, memory: number): H {
  return {
    ...hour,
    calls: hour.calls * times,
    mbMs: hour.mbMs * times * memory,
    bytesOut: hour.bytesOut * times,
  }
}

const FREE: Rates = { perMillionCalls: 0, perGbSecond: 0, perGbOut: 0 }

function ratesAt(lists: readonly StoredPrices[], { hour }: Pick<Hour, 'hour'>): Rates {
  return listAt(lists, hour) ?? FREE
}

/** Prices that are asked about; those left out stay. */
function given(prices: Assumed['prices']): Partial<Rates> {
  return Object.fromEntries(Object.entries(prices).filter(([, price]) => price !== undefined))
}

function sumOf(hours: readonly Hour[]) {
  const sums = { calls: 0, billedMs: 0, mbMs: 0 }
  for (const hour of hours) {
    sums.calls += hour.calls
    sums.billedMs += hour.billedMs
    sums.mbMs += hour.mbMs
  }
  return sums
}
