import { TRIGGER_TYPES } from '@alcove/contract'
import type { Platform } from '../kernel/platform.ts'
import type { Watch } from './kinds/kind.ts'
import { kindOf } from './kinds/kinds.ts'

/** Starts what watches the sources of triggers on this server: a clock for timers, a cursor for logs. */
export function watchTriggers(platform: Platform): Watch {
  const watches = TRIGGER_TYPES.flatMap((type) => kindOf(type).watch?.(platform) ?? [])
  return {
    async close() {
      await Promise.all(watches.map((watch) => watch.close()))
    },
  }
}
