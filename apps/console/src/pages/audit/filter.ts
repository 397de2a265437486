import { AuditFilter } from '@alcove/contract'
import { parseQuery } from '../../ui/query.ts'
import { isPreset, type Range, spanOf } from '../../navigation/range.ts'

export const FILTER_KEYS = ['outcome', 'by', 'action', 'space', 'account', 'key', 'address', 'request'] as const

/** The query bar's text as query parameters. Invalid values are left out. */
export function auditFilter(query: string, range: Range | undefined, now: number): AuditFilter {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  const filter: Record<string, string> = text === '' ? {} : { q: text }
  for (const { key, value } of tokens) {
    const name = key as (typeof FILTER_KEYS)[number]
    if (AuditFilter.shape[name].safeParse(value).success) filter[name] = value
  }
  if (range !== undefined) {
    const { from, to } = spanOf(range, now)
    filter['from'] = new Date(from).toISOString()
    if (!isPreset(range)) filter['to'] = new Date(to).toISOString()
  }
  return filter
}
