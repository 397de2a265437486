import type { TriggerPreviewOf } from '@alcove/contract'
import type { StoredTrigger } from '../../stored-trigger.ts'
import { ticksBetween } from './count-ticks.ts'
import { timerEvent } from './event.ts'
import { scheduleOf, type Schedule, type Tick } from './ticks.ts'
import { localText, offsetText } from './zone.ts'

const NEXT = 10
const CHANGES_WITHIN_MS = 400 * 86_400_000
const TIMES_SHOWN = 4

/** When the timer runs next, and the next change of the clocks that it meets. */
export function previewTimer(trigger: StoredTrigger<'timer'>, now: number): Omit<TriggerPreviewOf<'timer'>, 'type'> {
  const schedule = scheduleOf(trigger.config)
  const { start } = trigger.config
  const ticks = ticksBetween(schedule, now, Infinity, NEXT)
  return {
    event: timerEvent(trigger, ticks[0] ?? { at: now, shiftedFrom: null, repeated: null }, 'source'),
    next: ticks.map((tick) => shownOf(tick, schedule)),
    clockChange: clockChangeOf(schedule, Math.max(now, start ? Date.parse(start) : now)),
    dst: schedule.dst,
  }
}

function shownOf({ at, shiftedFrom, repeated }: Tick, { zone }: Schedule) {
  return {
    at: new Date(at).toISOString(),
    local: localText(at, zone),
    shiftedFrom: shiftedFrom === null ? null : timeOf(shiftedFrom),
    repeated,
  }
}

function clockChangeOf({ zone, localTimes }: Schedule, from: number): TriggerPreviewOf<'timer'>['clockChange'] {
  const end = from + CHANGES_WITHIN_MS
  for (let change = zone.nextChange(from, end); change; change = zone.nextChange(change.at, end)) {
    const { at, before, after } = change
    const met = localTimes(at + Math.min(before, after), at + Math.max(before, after))
    if (met.length === 0) continue
    const times = met.slice(0, TIMES_SHOWN).map(timeOf)
    return {
      at: new Date(at).toISOString(),
      local: localText(at, zone),
      offsetBefore: offsetText(before),
      offsetAfter: offsetText(after),
      missing: after > before ? times : [],
      twice: after < before ? times : [],
    }
  }
  return null
}

/** `02:30`; with its seconds, `02:30:15`, unless they are zero. */
function timeOf(local: number): string {
  const text = new Date(local).toISOString()
  return local % 60_000 === 0 ? text.slice(11, 16) : text.slice(11, 19)
}
