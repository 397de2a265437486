import type { QuotaUse, WindowedLimit } from '@alcove/contract'
import { iso } from '../../database/connect.ts'
import type { suspensions } from '../../database/schema/index.ts'
import { neededFor } from './needed-for.ts'
import { unitOf } from './units.ts'
import { windowOf } from './windows.ts'

interface Counted {
  limit: WindowedLimit
  /** In the unit of the counter. */
  counted: number
  /** The suspensions that hold. */
  open: readonly Pick<typeof suspensions.$inferSelect, 'limit' | 'since'>[]
  now: number
}

/** What is used of a limit in the window that runs now. */
export function windowUse({ limit, counted, open, now }: Counted): Omit<QuotaUse, 'limit'> {
  const window = windowOf(limit, now)
  const used = counted / unitOf(limit)
  const since = open.find((each) => each.limit === limit)?.since.getTime() ?? Infinity
  return { used, needed: neededFor(used, window, Math.min(now, since)), resetsAt: iso(new Date(window.endsAt)) }
}
