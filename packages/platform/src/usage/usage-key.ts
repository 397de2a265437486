import type { UsageBy } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import type { LineKey } from './bill.ts'
import type { UsageHour } from './read-hours.ts'

/** What an hour of usage counts for. */
export function keyOf(hour: UsageHour, by: UsageBy): LineKey {
  switch (by) {
    case 'space':
      return [null, null]
    case 'function':
      return [null, hour.function]
    case 'version':
      return [hour.function, hour.version === 0 ? 'draft' : String(hour.version)]
    case 'alias':
      return [hour.function, hour.qualifier]
    case 'trigger':
      return [hour.function, hour.triggerName || hour.trigger]
    case 'caller':
      return [null, hour.caller]
    case 'day':
      return [null, iso(hour.hour).slice(0, 10)]
    case 'functionDay':
      return [hour.function, iso(hour.hour).slice(0, 10)]
    case 'hour':
      return [null, iso(hour.hour)]
  }
}
