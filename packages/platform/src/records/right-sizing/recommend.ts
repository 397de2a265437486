import { coresOf, LIMITS, type RightSizing } from '@alcove/contract'
import { SATURATED, slowdown } from './slowdown.ts'

/** Measurements of one function over a range of time. */
export interface Measured {
  rangeSeconds: number
  /** The draft's settings. */
  current: {
    memoryMb: number
    cpus: number | null
    minInstances: number
    maxInstances: number
    /** Concurrent calls per instance. */
    concurrency: number
  }
  evidence: RightSizing['evidence']
  /** Number of calls whose peak memory was measured. */
  memoryCalls: number
  /** The largest memory size that a call ran out of; null if none did. */
  exhaustedMb: number | null
  durationSumMs: number
  /** Minutes with at least one call. */
  activeMinutes: number
  /** The 95th percentile of the cores in use during a call; null if not measured. */
  coresUsed: number | null
}

type Recommendation = Pick<RightSizing, 'enough' | 'current' | 'recommended' | 'reasons' | 'effect'>

/** Fewer calls than this prove nothing. */
export const ENOUGH_CALLS = 50
/**
 * Calls required before memory is reduced: if none of 300 calls needed more, then with 95 % confidence fewer than one
 * in a hundred do (the rule of three: 3 / n).
 */
const ENOUGH_TO_SHRINK = 300
/** Factor above a size that a call ran out of. */
const EXHAUSTED_HEADROOM = 1.5
/** Factor above the highest memory seen, and above the processor share in use. */
const HEADROOM = 1.25
const MEMORY_STEP_MB = 16
/** Keep the present processor share if it would change by less than this. */
const CPU_NOISE = 0.2
/** For functions called at least this often, more than one cold start in a hundred calls is too many. */
const COLD_SHARE = 0.01
const OFTEN_PER_MINUTE = 1
/** For rarer calls, keeping an instance ready costs more than it saves. */
const SELDOM_PER_MINUTE = 1 / 60

/** Recommends a size, with the reasons and the effects. Pure: equal measurements give equal advice. */
export function recommend(measured: Measured): Recommendation {
  const { current, evidence } = measured
  const now = { memoryMb: current.memoryMb, cpus: coresOf(current), minInstances: current.minInstances }
  const enough = evidence.invocations >= ENOUGH_CALLS
  if (!enough) return { enough, current: now, recommended: now, reasons: [], effect: effectOf(measured, now, now) }

  const reasons: Recommendation['reasons'] = []
  const memoryMb = memoryFor(measured, reasons)
  const cpus = cpusFor(measured, memoryMb, reasons)
  const minInstances = minInstancesFor(measured, reasons)
  const recommended = { memoryMb, cpus, minInstances }
  return { enough, current: now, recommended, reasons, effect: effectOf(measured, now, recommended) }
}

function memoryFor(measured: Measured, reasons: Recommendation['reasons']): number {
  const { current, evidence, exhaustedMb, memoryCalls } = measured
  const say = (text: string) => reasons.push({ setting: 'memoryMb', text })
  const { memoryMb } = current
  const peak = evidence.peakMemoryMb.max
  // A size that a call ran out of stays excluded while that call is in the range: otherwise the advice would alternate.
  const least = exhaustedMb === null ? 0 : stepUp(exhaustedMb * EXHAUSTED_HEADROOM)
  if (evidence.outOfMemory > 0) {
    const more = withinLimits(least)
    if (more > memoryMb) say(`${evidence.outOfMemory} calls ran out of ${memoryMb} MB`)
    return Math.max(memoryMb, more)
  }
  if (peak === null) return memoryMb
  const fitting = withinLimits(stepUp(peak * HEADROOM))
  const wanted = fitting < memoryMb ? Math.min(memoryMb, Math.max(fitting, least)) : fitting
  // One or two steps are within the noise of a week, except for the step before the limit.
  if (peak < memoryMb * SATURATED && Math.abs(wanted - memoryMb) <= 2 * MEMORY_STEP_MB) return memoryMb
  if (wanted === memoryMb || (wanted < memoryMb && memoryCalls < ENOUGH_TO_SHRINK)) return memoryMb
  say(
    wanted > memoryMb
      ? `The highest memory in use was ${Math.round(peak)} MB of ${memoryMb} MB: too close to the limit`
      : `None of the latest ${memoryCalls} calls used more than ${Math.round(peak)} MB of ${memoryMb} MB`,
  )
  return wanted
}

function cpusFor({ current, coresUsed }: Measured, memoryMb: number, reasons: Recommendation['reasons']): number {
  const say = (text: string) => reasons.push({ setting: 'cpus', text })
  const now = coresOf(current)
  const byMemory = coresOf({ memoryMb, cpus: null })
  if (coresUsed === null) return current.cpus ?? byMemory
  if (coresUsed >= now * SATURATED) {
    const more = Math.min(LIMITS.cpus.max, tenths(Math.max(byMemory, now * 1.5)))
    if (more > now) say(`Calls used all of their ${tenths(now)} cores: with more they may be faster`)
    return more
  }
  const needed = Math.min(LIMITS.cpus.max, tenths(coresUsed * HEADROOM))
  const wanted = Math.max(byMemory, needed)
  // A share that follows the memory keeps following it. A share that was set changes only beyond the noise.
  if (current.cpus !== null && Math.abs(wanted - now) <= now * CPU_NOISE) return now
  if (needed > byMemory) say(`Calls use up to ${tenths(coresUsed)} cores, more than ${memoryMb} MB come with`)
  else if (current.cpus !== null) say(`Calls use up to ${tenths(coresUsed)} of their ${tenths(now)} cores`)
  return wanted
}

function minInstancesFor(measured: Measured, reasons: Recommendation['reasons']): number {
  const { current, evidence } = measured
  const say = (text: string) => reasons.push({ setting: 'minInstances', text })
  const share = evidence.coldStarts / evidence.invocations
  const { average } = evidence.callsPerMinute
  if (share >= COLD_SHARE && average >= OFTEN_PER_MINUTE) {
    const wanted = Math.min(current.maxInstances, Math.max(1, Math.ceil(busyOnAverage(measured) / current.concurrency)))
    if (wanted > current.minInstances) {
      say(`${percent(share)} of the calls waited for a start, at ${average.toFixed(1)} calls a minute`)
      return wanted
    }
  }
  if (current.minInstances > 0 && average < SELDOM_PER_MINUTE) {
    say(`${current.minInstances} kept ready for less than a call an hour`)
    return 0
  }
  const atOnce = Math.max(1, Math.ceil(evidence.peakConcurrency / current.concurrency))
  if (current.minInstances > atOnce) {
    say(`${current.minInstances} kept ready, and never more than ${atOnce} at work at a time`)
    return atOnce
  }
  return current.minInstances
}

/** Average concurrency in the active minutes (Little's law). */
function busyOnAverage({ durationSumMs, activeMinutes }: Measured): number {
  return activeMinutes === 0 ? 0 : durationSumMs / (activeMinutes * 60_000)
}

type Setting = Recommendation['current']

function effectOf(measured: Measured, now: Setting, then: Setting): Recommendation['effect'] {
  const { evidence, durationSumMs, rangeSeconds, coresUsed } = measured
  const durationFactor = coresUsed === null ? null : slowdown(coresUsed, now.cpus, then.cpus)
  const atPeak = evidence.peakConcurrency / measured.current.concurrency
  const share = evidence.invocations === 0 ? 0 : evidence.coldStarts / evidence.invocations
  const cost = (setting: Setting, factor: number) => {
    const gb = setting.memoryMb / 1024
    return (durationSumMs / 1000) * factor * gb + rangeSeconds * setting.minInstances * gb
  }
  return {
    gbSeconds: { current: cost(now, 1), recommended: cost(then, durationFactor ?? 1) },
    coldStartShare: { current: share, recommended: share * stillCold(now, then, atPeak) },
    durationFactor,
  }
}

/** Cold starts beyond the instances kept ready remain. All of them return when none is kept. */
function stillCold(now: Setting, then: Setting, peak: number): number {
  const uncovered = ({ minInstances }: Setting) => Math.max(0, peak - minInstances)
  return uncovered(now) === 0 ? 1 : Math.min(1, uncovered(then) / uncovered(now))
}

const withinLimits = (mb: number) => Math.min(LIMITS.memoryMb.max, Math.max(LIMITS.memoryMb.min, mb))
const stepUp = (mb: number) => Math.ceil(mb / MEMORY_STEP_MB) * MEMORY_STEP_MB
const tenths = (cores: number) => Math.ceil(cores * 10 - 1e-9) / 10
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
