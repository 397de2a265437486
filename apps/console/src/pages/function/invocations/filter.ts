import { InvocationStatus, Qualifier, StartKind, TriggerKind } from '@alcove/contract'
import type { InvocationFilter } from '../../../api/invocations.ts'
import { parseQuery } from '../../../ui/query.ts'

export const FILTER_KEYS = ['status', 'version', 'alias', 'trigger', 'start', 'slower'] as const

/** The query bar's text as query parameters. Invalid values are left out. */
export function invocationFilter(query: string): InvocationFilter {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  const filter: InvocationFilter = text === '' ? {} : { q: text }
  for (const { key, value } of tokens) {
    if (key === 'status') {
      const statuses = value.split(',').flatMap((word) => InvocationStatus.safeParse(word).data ?? [])
      if (statuses.length > 0) filter.status = [...(filter.status ?? []), ...statuses]
    } else if (key === 'version') {
      const number = Number(value.replace(/^v/, ''))
      if (value === 'draft') filter.version = 'draft'
      else if (Number.isInteger(number) && number > 0) filter.version = number
    } else if (key === 'alias') filter.qualifier = Qualifier.safeParse(value).data
    else if (key === 'trigger') filter.trigger = TriggerKind.safeParse(value).data
    else if (key === 'start') filter.start = StartKind.safeParse(value).data
    else if (key === 'slower' && Number(value) >= 0) filter.minDurationMs = Number(value)
  }
  return filter
}

/** Whether metrics can count what this filter matches: they distinguish only versions. */
export const countedByMetrics = (filter: InvocationFilter): boolean =>
  Object.entries(filter).every(([key, value]) => key === 'version' || value === undefined)
