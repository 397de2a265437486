import type { StatementBy } from '@alcove/contract'
import { type Between, parseRange, type Range } from '../range.ts'
import { RANGES } from './shared.ts'
import { type Search, oneOf, text, moment, month } from './values.ts'

/** The members of a space: the list, or the matrix of who may do what. */
export const membersSearch = (search: Search): { view?: 'matrix'; q?: string } => ({
  view: oneOf(['matrix'], search.view),
  q: text(search.q),
})

/** The filter, and the open route. */
export const gatewaySearch = (search: Search): { q?: string; route?: string } => ({
  q: text(search.q),
  route: text(search.route),
})

/** The filter, and the open event. */
export const eventsSearch = (search: Search): { q?: string; id?: string } => ({
  q: text(search.q),
  id: text(search.id),
})

export const BUCKET_TABS = ['triggers', 'links', 'lifecycle', 'settings'] as const
export type BucketTab = (typeof BUCKET_TABS)[number]

export interface BucketsSearch {
  bucket?: string
  tab?: BucketTab
  prefix?: string
  q?: string
  key?: string
}

/** The bucket and its tab; the folder with the slash at its end, how names in it begin, and the open object. */
export const bucketsSearch = (search: Search): BucketsSearch => ({
  bucket: text(search.bucket),
  tab: oneOf(BUCKET_TABS, search.tab),
  prefix: text(search.prefix),
  q: text(search.q),
  key: text(search.key),
})

export const USAGE_RANGES = ['24h', '7d', '30d'] as const
export type UsageRange = (typeof USAGE_RANGES)[number] | Between

/** The month that is shown, as in 2026-11, or any other stretch of time. */
export const usageSearch = (search: Search): { month?: string; range?: UsageRange } => ({
  month: month(search.month),
  range: parseRange(USAGE_RANGES, search.range),
})

/** `by`: what the lines are summed up by. */
export const statementSearch = (search: Search): { month?: string; by?: StatementBy } => ({
  month: month(search.month),
  by: oneOf(['function', 'version', 'alias', 'trigger', 'caller', 'space'], search.by),
})

export const TRACE_RANGES = ['1h', '3h', '24h'] as const

/** Which requests are listed, from how far back; `q`: a text in them, or the end of an id. */
export const tracesSearch = (search: Search): { range?: Range; show?: 'all' | 'failed'; q?: string } => ({
  range: parseRange(TRACE_RANGES, search.range),
  show: oneOf(['all', 'failed'], search.show),
  q: text(search.q),
})

/** `at`: about when the trace was; `call`: the open one. */
export const traceSearch = (search: Search): { at?: string; call?: string } => ({
  at: moment(search.at),
  call: text(search.call),
})

interface IssuesSearch {
  status?: 'open' | 'resolved' | 'ignored' | 'mine'
  fn?: string
  q?: string
  id?: string
}

/** Which issues are listed, of which function, and the open one. */
export const issuesSearch = (search: Search): IssuesSearch => ({
  status: oneOf(['open', 'resolved', 'ignored', 'mine'], search.status),
  fn: text(search.fn),
  q: text(search.q),
  id: text(search.id),
})

/** The open rule; `+`: a new one. */
export const alertsSearch = (search: Search): { alert?: string } => ({ alert: text(search.alert) })

/** The open sink; `+`: a new one. */
export const sinksSearch = (search: Search): { sink?: string } => ({ sink: text(search.sink) })

/** The open layer. */
export const layersSearch = (search: Search): { layer?: string } => ({ layer: text(search.layer) })

export interface SpaceLogsSearch {
  q?: string
  range?: Range
  from?: string
  to?: string
  line?: string
  by?: 'trace' | 'instance'
  columns?: string[]
  follow?: boolean
}

/** `from` and `to`: a window; `line`: the open line, with the lines `by` the same trace or instance; `columns`: fields. */
export const spaceLogsSearch = (search: Search): SpaceLogsSearch => ({
  q: text(search.q),
  range: parseRange(RANGES, search.range),
  from: moment(search.from),
  to: moment(search.to),
  line: text(search.line),
  by: oneOf(['trace', 'instance'], search.by),
  columns: Array.isArray(search.columns) ? search.columns.map(String).slice(0, 20) : undefined,
  follow: search.follow === true || undefined,
})

export const boardsSearch = (search: Search): { board?: string; range?: Range; compare?: 'day' | 'week' } => ({
  board: text(search.board),
  range: parseRange(RANGES, search.range),
  compare: oneOf(['day', 'week'], search.compare),
})
