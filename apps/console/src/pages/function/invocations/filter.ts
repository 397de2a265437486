import {
  InvocationStatus,
  Name,
  Qualifier,
  StartKind,
  TriggerKind,
  Uuid,
  type Difference,
  type InvocationFilter,
} from '@alcove/contract'
import { formatQuery, parseQuery, type QueryToken } from '../../../ui/query.ts'
import { STATUS_WORDS } from './outcomes.ts'

export const FILTER_KEYS = [
  'function',
  'status',
  'version',
  'alias',
  'trigger',
  'triggerName',
  'start',
  'instance',
  'caller',
  'slower',
  'faster',
  'memory',
  'trace',
  'issue',
  'input.',
] as const

/** The query bar's text as query parameters. Invalid values are left out. */
export function invocationFilter(query: string): InvocationFilter {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  const filter: InvocationFilter = text === '' ? {} : { q: text }
  for (const token of tokens) take(filter, token)
  return filter
}

function take(filter: InvocationFilter, { key, value }: QueryToken): void {
  const number = Number(value)
  switch (key) {
    case 'function':
      filter.function = Name.safeParse(value).data
      return
    case 'status': {
      const statuses = value
        .split(',')
        .flatMap((word) => STATUS_WORDS.get(word) ?? InvocationStatus.safeParse(word).data ?? [])
      if (statuses.length > 0) filter.status = [...(filter.status ?? []), ...statuses]
      return
    }
    case 'version': {
      const version = Number(value.replace(/^v/, ''))
      if (value === 'draft') filter.version = 'draft'
      else if (Number.isInteger(version) && version > 0) filter.version = version
      return
    }
    case 'alias':
      filter.qualifier = Qualifier.safeParse(value).data
      return
    case 'trigger':
      filter.trigger = TriggerKind.safeParse(value).data
      return
    case 'start':
      filter.start = StartKind.safeParse(value).data
      return
    case 'instance':
      filter.instance = Uuid.safeParse(value).data
      return
    case 'issue':
      filter.issue = Uuid.safeParse(value).data
      return
    case 'slower':
      if (number >= 0) filter.minDurationMs = number
      return
    case 'faster':
      if (number >= 0) filter.maxDurationMs = number
      return
    case 'memory':
      if (number >= 0) filter.minMemoryMb = number
      return
    case 'triggerName':
    case 'caller':
    case 'trace':
      filter[key] = value
      return
    default:
      filter.input = [...(filter.input ?? []), `${key.slice('input.'.length)}=${value}`]
  }
}

/** The query with this token in place of others of its key. */
export function withToken(query: string, key: string, value: string): string {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  return formatQuery({ tokens: [...tokens.filter((token) => token.key !== key), { key, value }], text })
}

/** The token that filters by a difference; null where no token can say it. */
export function tokenOf({ field, value }: Pick<Difference, 'field' | 'value'>): QueryToken | null {
  return value === '' || value.includes('"') ? null : { key: field, value }
}

/** Whether metrics can count what this filter matches: they distinguish only versions. */
export const countedByMetrics = (filter: InvocationFilter): boolean =>
  Object.entries(filter).every(([key, value]) => key === 'version' || value === undefined)
