import { LogLevel } from '@alcove/contract'
import type { LogFilter } from '../../../api/logs.ts'
import { parseQuery } from '../../../ui/query.ts'

export const LOG_FILTER_KEYS = ['level', 'version', 'invocation'] as const

/** The query bar's text as query parameters. Invalid values are left out. */
export function logFilter(query: string): Pick<LogFilter, 'q' | 'level' | 'version' | 'invocation'> {
  const { tokens, text } = parseQuery(query, LOG_FILTER_KEYS)
  const filter: ReturnType<typeof logFilter> = text === '' ? {} : { q: text }
  for (const { key, value } of tokens) {
    if (key === 'level') {
      const levels = value.split(',').flatMap((word) => LogLevel.safeParse(word).data ?? [])
      if (levels.length > 0) filter.level = [...(filter.level ?? []), ...levels]
    } else if (key === 'version') {
      const number = Number(value.replace(/^v/, ''))
      if (value === 'draft') filter.version = 'draft'
      else if (Number.isInteger(number) && number > 0) filter.version = number
    } else if (/^[0-9a-f-]{36}$/.test(value)) filter.invocation = value
    // The end of an id, which is what the console shows, is found as text.
    else filter.q ??= value
  }
  return filter
}
