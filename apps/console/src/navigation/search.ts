import type { ServerLogLevel, StatementBy } from '@alcove/contract'
import { type Between, parseRange, type Range } from './range.ts'

/** Filters in the URL. Unknown values are dropped, so that a stale link still opens its page. */
export const RANGES = ['1h', '3h', '24h', '7d', '30d'] as const
export const OVERVIEW_RANGES = ['1h', '24h', '7d', '30d'] as const

type Search = Record<string, unknown>

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value)
}

function text(value: unknown): string | undefined {
  // The router reads `q=42` as a number.
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Of all pages: the column by which the table is sorted, with a minus for the largest first. */
export const pageSearch = (search: Search): { sort?: string } => ({ sort: text(search.sort) })

/** Where to go after signing in. Only paths of the console, so that a link cannot send anyone elsewhere. */
export const signInSearch = (search: Search): { next?: string; refused?: Refused } => {
  const next = text(search.next)
  return {
    next: next?.startsWith('/') && !next.startsWith('//') ? next : undefined,
    refused: oneOf(REFUSED, search.refused),
  }
}

/** Why a sign-in at a provider failed. */
const REFUSED = ['expired', 'failed', 'unknown', 'inactive', 'unverified'] as const
type Refused = (typeof REFUSED)[number]

const positive = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined

/** The open item of a list, and the text that filters it. */
export const itemSearch = (search: Search): { id?: string; q?: string } => ({ id: text(search.id), q: text(search.q) })

export const tokenSearch = (search: Search): { token?: string } => ({ token: text(search.token) })

export const overviewSearch = (search: Search): { range?: Range } => ({
  range: parseRange(OVERVIEW_RANGES, search.range),
})

/** `q`: text of the query bar; `id`: the open entry. */
export const auditSearch = (search: Search): { q?: string; range?: Range; id?: string } => ({
  q: text(search.q),
  range: parseRange(OVERVIEW_RANGES, search.range),
  id: text(search.id),
})

/** `id`: the open line; `paused`: new lines do not appear by themselves. */
export interface ServerLogSearch {
  q?: string
  level?: ServerLogLevel
  server?: string
  id?: string
  paused?: boolean
}

export const serverLogSearch = (search: Search): ServerLogSearch => ({
  q: text(search.q),
  level: oneOf(['debug', 'info', 'warn', 'error', 'fatal'], search.level),
  server: text(search.server),
  id: text(search.id),
  paused: search.paused === true || undefined,
})

/** The members of a space: the list, or the matrix of who may do what. */
export const membersSearch = (search: Search): { view?: 'matrix' } => ({ view: oneOf(['matrix'], search.view) })

export const listSearch = (search: Search): { q?: string } => ({ q: text(search.q) })

/** Where a new function comes from. */
export const FUNCTION_STARTS = ['template', 'scratch', 'archive'] as const
export type FunctionStart = (typeof FUNCTION_STARTS)[number]

export const newFunctionSearch = (search: Search): { start?: FunctionStart; template?: string } => ({
  start: oneOf(FUNCTION_STARTS, search.start),
  template: text(search.template),
})

/**
 * `event`: id of the invocation whose input is run again; `debug`: in the debugger, with the code that it ran; `version`:
 * show its code, read only.
 */
export interface CodeSearch {
  file?: string
  line?: number
  column?: number
  version?: number
  event?: string
  debug?: boolean
}

export const codeSearch = (search: Search): CodeSearch => ({
  line: positive(search.line),
  column: positive(search.column),
  version: positive(search.version),
  debug: search.debug === true || search.debug === 'true' ? true : undefined,
  file: text(search.file),
  event: text(search.event),
})

/** `id`: the open replay; `show`: calls of this verdict; `path`: calls that differ there; `call`: the open pair. */
export interface ReplaysSearch {
  id?: string
  show?: string
  path?: string
  call?: string
}

export const replaysSearch = (search: Search): ReplaysSearch => ({
  id: text(search.id),
  show: text(search.show),
  path: text(search.path),
  call: text(search.call),
})

/** `save` is shown, next to `compare` or the draft as it is now; `by` and `file` narrow the list. */
export const historySearch = (search: Search): { save?: string; compare?: string; by?: string; file?: string } => ({
  save: text(search.save),
  compare: text(search.compare),
  by: text(search.by),
  file: text(search.file),
})

/** `version` is shown, next to `compare`. */
export const versionsSearch = (search: Search): { version?: string; compare?: string } => ({
  version: text(search.version),
  compare: text(search.compare),
})

/** `on`: where cases run; `edit`: the case in the form, or `new`; `from`: the invocation that a new case is made of. */
export const testsSearch = (search: Search): { test?: string; on?: string; edit?: string; from?: string } => ({
  test: text(search.test),
  on: text(search.on),
  edit: text(search.edit),
  from: text(search.from),
})

/**
 * `form`: the trigger that is edited; or `new.` and the type of one to be made, with what it starts from: a name has no
 * dot.
 */
export const triggersSearch = (search: Search): { q?: string; trigger?: string; form?: string } => ({
  q: text(search.q),
  trigger: text(search.trigger),
  form: text(search.form),
})

/** A time; anything else is dropped. */
function moment(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined
}

export interface InvocationsSearch {
  q?: string
  range?: Range
  from?: string
  to?: string
  id?: string
  live?: boolean
  diff?: 'failed' | 'slow' | 'window'
}

/**
 * `q`: text of the query bar; `from` and `to`: a window within the range; `id`: the open call; `live`: new calls appear by
 * themselves; `diff`: the calls that are compared with the others.
 */
export const invocationsSearch = (search: Search): InvocationsSearch => ({
  q: text(search.q),
  range: parseRange(RANGES, search.range),
  from: moment(search.from),
  to: moment(search.to),
  id: text(search.id),
  live: search.live === true || undefined,
  diff: oneOf(['failed', 'slow', 'window'], search.diff),
})

export const INSTANCES_RANGES = ['15m', '1h', '6h', '24h', '7d'] as const

interface InstancesSearch {
  state?: 'live' | 'ended'
  range?: Range
  from?: string
  to?: string
  id?: string
}

/** `from` and `to`: a window to zoom into; `id`: the open instance. */
export const instancesSearch = (search: Search): InstancesSearch => ({
  state: oneOf(['live', 'ended'], search.state),
  range: parseRange(INSTANCES_RANGES, search.range),
  from: moment(search.from),
  to: moment(search.to),
  id: text(search.id),
})

/** The filter, and the open route. */
export const gatewaySearch = (search: Search): { q?: string; route?: string } => ({
  q: text(search.q),
  route: text(search.route),
})

const TASKS_SHOWN = ['all', 'waiting', 'running', 'dead', 'ended'] as const
export type TasksShown = (typeof TASKS_SHOWN)[number]

interface TasksSearch {
  show?: TasksShown
  fn?: string
  error?: string
  id?: string
}

/** Which tasks are listed, of which function and error, and the open one. */
export const tasksSearch = (search: Search): TasksSearch => ({
  show: oneOf(TASKS_SHOWN, search.show),
  fn: text(search.fn),
  error: text(search.error),
  id: text(search.id),
})

/** The filter, and the open event. */
export const eventsSearch = (search: Search): { q?: string; id?: string } => ({
  q: text(search.q),
  id: text(search.id),
})

export const BUCKET_TABS = ['triggers', 'lifecycle', 'settings'] as const
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

function month(value: unknown): string | undefined {
  const given = text(value)
  return given !== undefined && /^2\d{3}-(0[1-9]|1[0-2])$/.test(given) ? given : undefined
}

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

/** `memory`: a size to begin with, in MB, that is not saved yet. */
export const configurationSearch = (search: Search): { memory?: number } => ({ memory: positive(search.memory) })

export const TRACE_RANGES = ['1h', '3h', '24h'] as const

/** Which requests are listed, from how far back. */
export const tracesSearch = (search: Search): { range?: Range; show?: 'all' | 'failed' } => ({
  range: parseRange(TRACE_RANGES, search.range),
  show: oneOf(['all', 'failed'], search.show),
})

/** `at`: about when the trace was; `call`: the open one. */
export const traceSearch = (search: Search): { at?: string; call?: string } => ({
  at: moment(search.at),
  call: text(search.call),
})

interface IssuesSearch {
  status?: 'open' | 'resolved' | 'ignored'
  fn?: string
  q?: string
  id?: string
}

/** Which issues are listed, of which function, and the open one. */
export const issuesSearch = (search: Search): IssuesSearch => ({
  status: oneOf(['open', 'resolved', 'ignored'], search.status),
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

export const logsSearch = (search: Search): { q?: string; range?: Range; follow?: boolean } => ({
  q: text(search.q),
  range: parseRange(RANGES, search.range),
  follow: search.follow === true || undefined,
})

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

/** What the metrics of a function are split by. */
export const FUNCTION_SPLITS = ['version', 'qualifier', 'trigger'] as const

export const boardsSearch = (search: Search): { board?: string; range?: Range; compare?: 'day' | 'week' } => ({
  board: text(search.board),
  range: parseRange(RANGES, search.range),
  compare: oneOf(['day', 'week'], search.compare),
})

export interface MonitoringSearch {
  range?: Range
  step?: number
  version?: string
  qualifier?: string
  trigger?: string
  split?: (typeof FUNCTION_SPLITS)[number]
  compare?: string
}

/** `compare`: `period`, `day` or `week` for the same length of time before; or another version. */
export const monitoringSearch = (search: Search): MonitoringSearch => ({
  compare: text(search.compare),
  range: parseRange(RANGES, search.range),
  step: typeof search.step === 'number' && search.step >= 60 ? search.step : undefined,
  version: text(search.version),
  qualifier: text(search.qualifier),
  trigger: text(search.trigger),
  split: oneOf(FUNCTION_SPLITS, search.split),
})
