import type { AlertState, PutAlert } from '@alcove/contract'

const MINUTE_MS = 60_000

/** What an alert remembers from one evaluation to the next. Times are milliseconds since the epoch. */
export interface AlertMemory {
  state: AlertState
  since: number
  /** Since when the value has called for the other state; null: it does not. */
  turnedAt: number | null
}

/** A value, and whether enough calls stand behind it. `value` null: there is none. */
export interface AlertValue {
  value: number | null
  enough: boolean
}

type Rule = Pick<
  PutAlert,
  'comparison' | 'threshold' | 'forMinutes' | 'resolveThreshold' | 'resolveForMinutes' | 'noData'
>

/** The state after one more value. A firing alert stays so until the value has been fine for as long as the rule says. */
export function nextState(rule: Rule, before: AlertMemory, value: AlertValue, now: number): AlertMemory {
  const firing = before.state === 'firing'
  const verdict = judge(rule, firing, value)
  if (verdict === 'unknown') return become(before, firing ? 'firing' : 'noData', null, now)
  if (firing) {
    if (verdict !== 'fine') return become(before, 'firing', null, now)
    const turnedAt = before.turnedAt ?? now
    const isOver = now - turnedAt >= rule.resolveForMinutes * MINUTE_MS
    return isOver ? become(before, 'ok', null, now) : become(before, 'firing', turnedAt, now)
  }
  if (verdict !== 'beyond') return become(before, 'ok', null, now)
  const turnedAt = before.turnedAt ?? now
  const isLong = now - turnedAt >= rule.forMinutes * MINUTE_MS
  return isLong ? become(before, 'firing', null, now) : become(before, 'pending', turnedAt, now)
}

/** `between`: past the threshold again, but not far enough to resolve. */
function judge(rule: Rule, firing: boolean, { value, enough }: AlertValue): 'beyond' | 'between' | 'fine' | 'unknown' {
  if (value === null) {
    if (rule.noData === 'keep') return 'unknown'
    return rule.noData === 'fire' ? 'beyond' : 'fine'
  }
  if (!enough) return 'fine'
  const { comparison, threshold, resolveThreshold } = rule
  if (isBeyond(comparison, value, threshold)) return 'beyond'
  if (!firing || resolveThreshold === null) return 'fine'
  const isFine = comparison === 'above' ? value < resolveThreshold : value > resolveThreshold
  return isFine ? 'fine' : 'between'
}

export function isBeyond(comparison: Rule['comparison'], value: number, threshold: number): boolean {
  return comparison === 'above' ? value > threshold : value < threshold
}

function become(before: AlertMemory, state: AlertState, turnedAt: number | null, now: number): AlertMemory {
  return { state, turnedAt, since: state === before.state ? before.since : now }
}

interface Told {
  firing: boolean
  silenced: boolean
  /** When targets were last notified that it fires; null: the last notification said that it does not. */
  toldAt: number | null
  repeatMinutes: number | null
}

/**
 * The notification to send now. A silence delays notifications: when it ends, targets get the alerts that still fire. It
 * does not delay "resolved": a pager would go on paging for an alert that is over.
 */
export function tell({ firing, silenced, toldAt, repeatMinutes }: Told, now: number): 'firing' | 'resolved' | null {
  if (!firing) return toldAt === null ? null : 'resolved'
  if (silenced) return null
  if (toldAt === null) return 'firing'
  return repeatMinutes !== null && now - toldAt >= repeatMinutes * MINUTE_MS ? 'firing' : null
}
