import type { SkipReason, TimerTriggerConfig } from '@alcove/contract'
import { countTicks, lastTicks } from './count-ticks.ts'
import { scheduleOf, type Schedule, type Tick } from './ticks.ts'

/** What is known of a timer when it is looked at. Times are milliseconds since the epoch. */
export interface TimerState {
  enabled: boolean
  /** Every tick up to this one is decided. */
  decidedUntil: number
  /** Some server has looked at timers without a gap since then: ticks due earlier were missed. */
  watchedSince: number
  /** Whether a run of an earlier tick has not ended. */
  busy: boolean
  /** A tick that waits for that. */
  queuedAt: number | null
  /** Whether as many runs failed in a row as the timer allows. */
  failing: boolean
}

export interface Decision {
  fire: { tick: Tick; cause: 'source' | 'catchUp' }[]
  /** `ticks` of them, the last one due at `at`. */
  skip: { at: number; reason: SkipReason; ticks: number }[]
  /** Stop what runs before the new run starts. */
  cancelPrevious: boolean
  queuedAt: number | null
  decidedUntil: number
  /** When to look again; null: never. */
  checkAt: number | null
  /** Pause the timer: it failed too often. */
  pause: boolean
}

/** A tick that is as late as this is no sign of downtime. */
const GRACE_MS = 2_000
/** Skipped ticks that get an entry each; older ones of the same look share one. */
const ENTRIES_MAX = 1_000
/** Counting stops here: more ticks than this are "at least so many". */
const COUNT_MAX = 10_000
const LOOK_AT_QUEUED_MS = 1_000

/** Decides what a timer does now. Pure: the clock fires, skips and writes down what it says. */
export function dueTicks(state: TimerState, config: TimerTriggerConfig, now: number): Decision {
  const schedule = scheduleOf(config)
  const pause = state.enabled && state.failing
  const decision: Decision = {
    fire: [],
    skip: [],
    cancelPrevious: false,
    queuedAt: state.queuedAt,
    // A clock that was set back: what has been decided stays decided.
    decidedUntil: Math.max(state.decidedUntil, now),
    checkAt: null,
    pause,
  }
  if (!state.enabled || pause) {
    skipAll(decision, schedule, state.decidedUntil, now, 'paused')
    decision.queuedAt = null
  } else {
    const missedUntil = Math.min(now, Math.max(state.decidedUntil, state.watchedSince - GRACE_MS))
    const ticks = [
      ...missed(decision, schedule, config, state.decidedUntil, missedUntil, now),
      ...lastTicks(schedule, missedUntil, now, ENTRIES_MAX).map((tick) => ({ tick, cause: 'source' as const })),
    ]
    overlap(decision, config.overlap, state.busy, ticks)
  }
  const next = schedule.ticks(decision.decidedUntil).next().value
  const times = [next?.at, decision.queuedAt === null ? undefined : now + LOOK_AT_QUEUED_MS]
  decision.checkAt = times.reduce<number | null>(
    (least, time) => (time === undefined ? least : Math.min(least ?? time, time)),
    null,
  )
  decision.skip.sort((a, b) => a.at - b.at)
  return decision
}

/** The missed ticks that run anyway. */
function missed(
  decision: Decision,
  schedule: Schedule,
  { catchUp, catchUpMax, catchUpWindowSeconds }: TimerTriggerConfig,
  from: number,
  to: number,
  now: number,
): Decision['fire'] {
  const run = { skip: 0, last: 1, all: catchUpMax }[catchUp]
  const caughtUp = lastTicks(schedule, Math.max(from, now - catchUpWindowSeconds * 1000), to, run)
  const first = caughtUp[0]
  skipAll(decision, schedule, from, first ? first.at - 1 : to, 'downtime')
  return caughtUp.map((tick) => ({ tick, cause: 'catchUp' }))
}

function skipAll(decision: Decision, schedule: Schedule, from: number, to: number, reason: SkipReason): void {
  const newest = lastTicks(schedule, from, to, ENTRIES_MAX)
  const oldest = newest[0]
  if (oldest && newest.length === ENTRIES_MAX) {
    const older = countTicks(schedule, from, oldest.at - 1, COUNT_MAX)
    const [last] = older > 0 ? lastTicks(schedule, from, oldest.at - 1, 1) : []
    if (last) decision.skip.push({ at: last.at, reason, ticks: older })
  }
  for (const { at } of newest) decision.skip.push({ at, reason, ticks: 1 })
}

/** Lets these ticks run as far as unfinished runs allow it. */
function overlap(
  decision: Decision,
  policy: TimerTriggerConfig['overlap'],
  busy: boolean,
  ticks: Decision['fire'],
): void {
  const skip = ({ tick }: Decision['fire'][number]) => decision.skip.push({ at: tick.at, reason: 'overlap', ticks: 1 })
  if (decision.queuedAt !== null && !busy) {
    decision.fire.push({ tick: { at: decision.queuedAt, shiftedFrom: null, repeated: null }, cause: 'source' })
    decision.queuedAt = null
    busy = true
  }
  switch (policy) {
    case 'allow':
      decision.fire.push(...ticks)
      return
    case 'cancelPrevious': {
      const last = ticks.at(-1)
      for (const tick of ticks.slice(0, -1)) skip(tick)
      if (!last) return
      decision.fire.push(last)
      decision.cancelPrevious = busy
      return
    }
    default:
      for (const due of ticks) {
        if (!busy) {
          decision.fire.push(due)
          busy = true
        } else if (policy === 'queueOne' && decision.queuedAt === null) decision.queuedAt = due.tick.at
        else skip(due)
      }
  }
}
