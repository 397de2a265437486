import type { WindowedLimit } from '@alcove/contract'
import type { QuotaScope } from '../../../spaces/targets/function-route.ts'
import { nameOf } from '../scopes.ts'
import type { QuotaRefusal } from './gate.ts'

const WORDS: Readonly<Record<WindowedLimit, string>> = {
  executionsPerMinute: 'executions of this minute are',
  executionsPerDay: 'executions of this day are',
  executionsPerMonth: 'executions of this month are',
  gbSecondsPerDay: 'GB-seconds of this day are',
  gbSecondsPerMonth: 'GB-seconds of this month are',
  egressMbPerDay: 'MB of answers of this day are',
  egressMbPerMonth: 'MB of answers of this month are',
  logMbPerDay: 'MB of log lines of this day are',
  spendPerMonth: 'to spend this month is',
}

export function usedUp(scope: QuotaScope, limit: WindowedLimit, endsAt: number): QuotaRefusal {
  const used = `${nameOf(scope)} is suspended: its ${scope.limits[limit]} ${WORDS[limit]} used up`
  return {
    scopeId: scope.id,
    limit,
    reason: `${used}. It resumes at ${new Date(endsAt).toISOString()}`,
    resumesAt: endsAt,
  }
}
