import type { FiringCause } from '@alcove/contract'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { Tick } from './ticks.ts'
import { withPayload } from './payload.ts'
import { localText, zoneOf } from './zone.ts'

/** What the function gets for a tick: see docs/triggers.md. */
export function timerEvent({ name, config }: StoredTrigger<'timer'>, tick: Tick, cause: FiringCause) {
  return {
    trigger: name,
    scheduledAt: new Date(tick.at).toISOString(),
    localTime: localText(tick.at, zoneOf(config.timezone)),
    timezone: config.timezone,
    ...(tick.shiftedFrom !== null && { shiftedFrom: new Date(tick.shiftedFrom).toISOString().slice(0, 19) }),
    cause,
    payload: withPayload(config).payload ?? null,
  }
}
