import { coresOf, LIMITS, type RightSizing } from '@alcove/contract'

/** What was measured of one function over a range. */
export interface Measured {
  rangeSeconds: number
  /** As the draft has it. */
  current: {
    memoryMb: number
    cpus: number | null
    minInstances: number
    maxInstances: number
    /** Calls that one instance works on at a time. */
    concurrency: number
  }
  evidence: RightSizing['evidence']
  /** Calls that the peaks of memory are of. */
  memoryCalls: number
  /** The largest memory that a call ran out of; null: none did. */
  exhaustedMb: number | null
  durationSumMs: number
  /** Minutes with at least one call. */
  activeMinutes: number
  /** Cores in use while a call ran, of the busiest twentieth of the calls; null where it was not measured. */
  coresUsed: number | null
}

type Recommendation = Pick<RightSizing, 'enough' | 'current' | 'recommended' | 'reasons' | 'effect'>

/** Fewer calls than this say nothing. */
export const ENOUGH_CALLS = 50
/**
 * Before memory is taken away: when none of so many calls needed more, then with 95 % confidence fewer than one in a hundred
 * do (the rule of three: 3 / n).
 */
const ENOUGH_TO_SHRINK = 300
/** Room above a size that was not enough. */
const EXHAUSTED_HEADROOM = 1.5
/** Room above the highest memory seen, and above the processor share in use. */
const HEADROOM = 1.25
const MEMORY_STEP_MB = 16
/** Memory or processor share used up to this much of what there is leaves no room. */
const SATURATED = 0.9
/** A processor share that would change by less than this part of it is as good as it is. */
const CPU_NOISE = 0.2
/** One call in a hundred that waits for a start is one too many, if calls come at least this often. */
const COLD_SHARE = 0.01
const OFTEN_PER_MINUTE = 1
/** Below this, holding an instance ready costs more than it saves. */
const SELDOM_PER_MINUTE = 1 / 60

/** A size that fits what was measured, why, and what changes with it. Pure: equal measurements, equal advice. */
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
  // A size that was not enough stays ruled out for as long as it is in the range: else it would be tried again and again.
  const least = exhaustedMb === null ? 0 : stepUp(exhaustedMb * EXHAUSTED_HEADROOM)
  if (evidence.outOfMemory > 0) {
    const more = withinLimits(least)
    if (more > memoryMb) say(`${evidence.outOfMemory} calls ran out of ${memoryMb} MB`)
    return Math.max(memoryMb, more)
  }
  if (peak === null) return memoryMb
  const fitting = withinLimits(stepUp(peak * HEADROOM))
  const wanted = fitting < memoryMb ? Math.min(memoryMb, Math.max(fitting, least)) : fitting
  // A step or two is within what the next week measures differently, unless it is the step before the limit.
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
  // Where it follows the memory it goes on doing so; where it was set, noise is no reason to set it anew.
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

/** Calls under way at a time in the minutes that had any (Little's law). */
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

/** Expected duration over the present one: calls that were held back get as much faster as they get more. */
function slowdown(used: number, now: number, then: number): number {
  if (used >= now * SATURATED) return now / then
  return then >= used ? 1 : used / then
}

/** Of the starts there were, those beyond the instances kept ready remain; all of them come back when none is kept. */
function stillCold(now: Setting, then: Setting, peak: number): number {
  const uncovered = ({ minInstances }: Setting) => Math.max(0, peak - minInstances)
  return uncovered(now) === 0 ? 1 : Math.min(1, uncovered(then) / uncovered(now))
}

const withinLimits = (mb: number) => Math.min(LIMITS.memoryMb.max, Math.max(LIMITS.memoryMb.min, mb))
const stepUp = (mb: number) => Math.ceil(mb / MEMORY_STEP_MB) * MEMORY_STEP_MB
const tenths = (cores: number) => Math.ceil(cores * 10 - 1e-9) / 10
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
