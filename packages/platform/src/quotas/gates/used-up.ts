import type { WindowedLimit } from '@alcove/contract'
import type { QuotaScope } from '../../targets/function-route.ts'
import { nameOf } from '../scopes.ts'
import type { Window } from '../windows.ts'
import type { QuotaRefusal } from './gate.ts'

const WORDS: Readonly<Record<WindowedLimit, string>> = {
  executionsPerMinute: 'executions of this minute',
  executionsPerDay: 'executions of this day',
  executionsPerMonth: 'executions of this month',
  gbSecondsPerDay: 'GB-seconds of this day',
  gbSecondsPerMonth: 'GB-seconds of this month',
}

export function usedUp(scope: QuotaScope, limit: WindowedLimit, { endsAt }: Window): QuotaRefusal {
  const used = `${nameOf(scope)} is suspended: its ${scope.limits[limit]} ${WORDS[limit]} are used up`
  return { limit, reason: `${used}. It resumes at ${new Date(endsAt).toISOString()}`, resumesAt: endsAt }
}
