import { WHAT_IF_LIMITS, type WhatIfAnswer, type WhatIfLimit, type WhatIfQuestion } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import { unitOf } from './quotas/units.ts'
import { windowOf } from './quotas/windows.ts'

interface Used {
  hour: Date
  calls: number
  mbMs: number
  bytesOut: number
  cost: number
}

/**
 * Which of the limits usage would have passed, and about how many calls would have been refused: of the hour in which a
 * limit is used up the part after that moment, and all hours of the window after it. Pure.
 * @param hours in order
 */
export function exceededBy(hours: readonly Used[], quota: WhatIfQuestion['quota']): WhatIfAnswer['quotas'] {
  return WHAT_IF_LIMITS.flatMap((limit) => {
    const allowed = quota[limit]
    return allowed === undefined ? [] : [{ limit, allowed, ...passed(hours, limit, allowed) }]
  })
}

function passed(hours: readonly Used[], limit: WhatIfLimit, allowed: number) {
  const result = { most: 0, suspensions: 0, refusedCalls: 0, first: null as string | null }
  const windows = Map.groupBy(hours, ({ hour }) => windowOf(limit, hour.getTime()).startsAt)
  for (const inWindow of windows.values()) {
    let used = 0
    let over = false
    for (const each of inWindow) {
      const amount = amountOf(limit, each)
      const left = Math.max(0, allowed - used)
      used += amount
      if (amount <= left) continue
      result.refusedCalls += each.calls * (1 - left / amount)
      if (over) continue
      over = true
      result.suspensions += 1
      const at = iso(each.hour)
      if (result.first === null || at < result.first) result.first = at
    }
    result.most = Math.max(result.most, used)
  }
  return { ...result, refusedCalls: Math.round(result.refusedCalls) }
}

function amountOf(limit: WhatIfLimit, { calls, mbMs, bytesOut, cost }: Used): number {
  if (limit === 'spendPerMonth') return cost
  const amount = limit.startsWith('executions') ? calls : limit.startsWith('gbSeconds') ? mbMs : bytesOut
  return amount / unitOf(limit)
}
