import { invalid, type TimerTriggerConfig } from '@alcove/contract'
import { Cron } from 'croner'
import { zoneOf, type ClockChange, type Zone } from './zone.ts'

/** A time at which a timer is due. Milliseconds since the epoch. */
export interface Tick {
  at: number
  /** The local time that does not exist on this day, as if it were UTC. */
  shiftedFrom: number | null
  /** Which of two equal local times it is. */
  repeated: 'first' | 'last' | null
}

/** When a timer is due: pure, the same ticks for the same arguments. */
export interface Schedule {
  zone: Zone
  dst: Required<TimerTriggerConfig['dst']>
  /** Ticks after `after`, in order. Endless for most schedules. */
  ticks(after: number): Generator<Tick, void>
  /** Local times that the pattern names between these local times, as if they were UTC; empty without a pattern. */
  localTimes(from: number, to: number): number[]
}

const DAY = 86_400_000
const SECOND = 1000
/** The 29th of February on a given weekday comes back within 40 years. */
const HORIZON = 41 * 366 * DAY
/** Samoa once left out a whole day. */
const LONGEST_CHANGE = DAY

/** @throws {AlcoveError} ValidationFailed when the pattern is not one. */
export function scheduleOf(config: TimerTriggerConfig): Schedule {
  const zone = zoneOf(config.timezone)
  const start = config.start === undefined ? -Infinity : Date.parse(config.start)
  const end = config.end === undefined ? Infinity : Date.parse(config.end)
  const cron = config.cron === undefined ? null : parseCron(config.cron)
  const dst = dstOf(config)

  function source(after: number): Iterable<Tick> {
    if (cron) return cronTicks(cron, zone, dst, after)
    if (config.rateSeconds !== undefined) return gridTicks(config.rateSeconds * SECOND, config.start, after)
    return onceTick(Date.parse(config.at!), after)
  }

  return {
    zone,
    dst,
    *ticks(after) {
      for (const tick of source(Math.max(after, start - 1))) {
        if (tick.at >= end) return
        yield tick
      }
    },
    localTimes: (from, to) => (cron ? [...localTimes(cron, from, to)] : []),
  }
}

function parseCron(pattern: string): Cron {
  const fields = pattern.split(/\s+/).filter(Boolean)
  if (fields.length !== 5 && fields.length !== 6) {
    throw invalid('config.cron', `A cron pattern has 5 fields, or 6 with seconds first; this one has ${fields.length}`)
  }
  const kinds = CRON_FIELDS.slice(-fields.length)
  // AWS writes the year last: its pattern of six fields would pass for one with seconds.
  const misplaced = fields.findIndex((field, index) => field === '?' && !kinds[index]!.name.startsWith('day'))
  const cron = misplaced === -1 ? cronOf(fields) : null
  if (cron) return cron
  const wrong =
    misplaced === -1
      ? fields.findIndex((field, index) => !cronOf(kinds.map((_, at) => (at === index ? field : '*'))))
      : misplaced
  if (wrong === -1) throw invalid('config.cron', `"${pattern}" is not a cron pattern`)
  const { name, values } = kinds[wrong]!
  throw invalid('config.cron', `"${fields[wrong]}" is not a cron pattern's ${name}: ${values}`)
}

/** In the order of a pattern with seconds. The parser's own messages are made for programmers, in English only. */
const CRON_FIELDS = [
  { name: 'second', values: 'use 0 to 59, *, */10, 1-5 or 1,3' },
  { name: 'minute', values: 'use 0 to 59, *, */10, 1-5 or 1,3' },
  { name: 'hour', values: 'use 0 to 23, *, */6, 9-17 or 8,20' },
  { name: 'day of the month', values: 'use 1 to 31, L for the last, *, */2, 1-7 or 1,15' },
  { name: 'month', values: 'use 1 to 12, JAN to DEC, *, */3, 3-9 or 6,12' },
  { name: 'day of the week', values: 'use 0 to 7, SUN to SAT, MON#1 for the first, *, 1-5 or 1,3' },
] as const

function cronOf(fields: readonly string[]): Cron | null {
  try {
    return new Cron(fields.join(' '), { paused: true, timezone: 'UTC', mode: '5-or-6-parts' })
  } catch {
    return null
  }
}

/** A pattern for every hour follows the time that passes, as in Vixie cron; one for some hours follows the clock on the wall. */
function dstOf({ cron, dst }: TimerTriggerConfig): Schedule['dst'] {
  const hour = cron?.trim().split(/\s+/).at(-4)
  const everyHour = hour?.startsWith('*') ?? true
  return {
    skipped: dst.skipped ?? (everyHour ? 'skip' : 'shift'),
    repeated: dst.repeated ?? (everyHour ? 'both' : 'first'),
  }
}

function plain(at: number): Tick {
  return { at, shiftedFrom: null, repeated: null }
}

function* onceTick(at: number, after: number): Generator<Tick> {
  if (at > after) yield plain(at)
}

function* gridTicks(rate: number, start: string | undefined, after: number): Generator<Tick> {
  const anchor = start === undefined ? 0 : Date.parse(start)
  for (let step = Math.floor((after - anchor) / rate) + 1; ; step += 1) yield plain(anchor + step * rate)
}

/** Local times in [from, to). The pattern is read as UTC, so that it knows no change of clocks. */
function* localTimes(cron: Cron, from: number, to: number): Generator<number> {
  let next = cron.nextRun(new Date(Math.ceil(from / SECOND) * SECOND - SECOND))
  while (next !== null && next.getTime() < to) {
    if (next.getTime() >= from) yield next.getTime()
    next = cron.nextRun(next)
  }
}

/**
 * Goes from one change of the clocks to the next. Between two changes each local time is exactly one instant; what a
 * change skips or repeats is decided at that change.
 */
function* cronTicks(cron: Cron, zone: Zone, dst: Schedule['dst'], after: number): Generator<Tick> {
  const horizon = after + HORIZON
  // What the last change repeated or shifted may reach beyond `after`.
  const last = zone.nextChange(after - LONGEST_CHANGE, after + 2)
  let change = last && after < last.at + Math.abs(last.after - last.before) ? last : null
  let from = change?.at ?? after + 1
  while (from < horizon) {
    const next = zone.nextChange(from, horizon)
    const end = next?.at ?? horizon
    const offset = zone.offsetAt(from)
    for (const tick of stretch(cron, dst, { from, end, offset, change, next })) if (tick.at > after) yield tick
    from = end
    change = next
  }
}

interface Stretch {
  from: number
  end: number
  offset: number
  /** The change it begins with. */
  change: ClockChange | null
  /** The change that ends it. */
  next: ClockChange | null
}

function* stretch(cron: Cron, dst: Schedule['dst'], { from, end, offset, change, next }: Stretch): Generator<Tick> {
  const shifted: Tick[] = []
  if (change && change.after > change.before && dst.skipped === 'shift') {
    for (const local of localTimes(cron, change.at + change.before, change.at + change.after)) {
      shifted.push({ at: local - change.before, shiftedFrom: local, repeated: null })
    }
  }
  const repeatsUntil = change && change.after < change.before ? change.at + change.before : -Infinity
  const repeatsFrom = next && next.after < next.before ? next.at + next.after : Infinity
  for (const local of localTimes(cron, from + offset, end + offset)) {
    const at = local - offset
    while (shifted.length > 0 && shifted[0]!.at < at) yield shifted.shift()!
    // The clock shows this time anyway: one run, not two.
    if (shifted[0]?.at === at) shifted.shift()
    const repeated = local < repeatsUntil ? 'last' : local >= repeatsFrom ? 'first' : null
    if (repeated === null || dst.repeated === 'both' || dst.repeated === repeated) {
      yield { at, shiftedFrom: null, repeated }
    }
  }
  yield* shifted
}
