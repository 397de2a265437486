import { AccountQuery } from '@alcove/contract'
import type { AccountFilter } from '../../api/accounts.ts'
import { parseQuery } from '../../ui/query.ts'

/** What is typed, and the parameter of the API that it stands for. */
export const FILTERS = {
  state: 'state',
  group: 'group',
  space: 'space',
  'two-factor': 'twoFactor',
  seen: 'seen',
  keys: 'keys',
} as const
export type FilterKey = keyof typeof FILTERS
export const FILTER_KEYS = Object.keys(FILTERS) as FilterKey[]

/** The query bar's text as query parameters. Invalid values are left out. */
export function accountFilter(query: string): AccountFilter {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  const filter: Record<string, string> = text === '' ? {} : { q: text.slice(0, 200) }
  for (const { key, value } of tokens) {
    const name = FILTERS[key as FilterKey]
    if (AccountQuery.shape[name].safeParse(value).success) filter[name] = value
  }
  return filter
}
