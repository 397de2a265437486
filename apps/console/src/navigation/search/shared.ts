import { parseRange, type Range } from '../range.ts'
import { type Search, oneOf, text, moment } from './values.ts'

/** Filters in the URL of pages in several areas. */

export const RANGES = ['1h', '3h', '24h', '7d', '30d'] as const
export const OVERVIEW_RANGES = ['1h', '24h', '7d', '30d'] as const

/** On all pages: the column that sorts the table, with a minus for the largest first. */
export const pageSearch = (search: Search): { sort?: string } => ({ sort: text(search.sort) })

export const listSearch = (search: Search): { q?: string } => ({ q: text(search.q) })

export const overviewSearch = (search: Search): { range?: Range } => ({
  range: parseRange(OVERVIEW_RANGES, search.range),
})

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

const TASKS_SHOWN = ['all', 'waiting', 'running', 'dead', 'ended'] as const
export type TasksShown = (typeof TASKS_SHOWN)[number]

interface TasksSearch {
  show?: TasksShown
  fn?: string
  error?: string
  q?: string
  id?: string
}

/** Which tasks are listed, of which function and error, the text of the query bar, and the open one. */
export const tasksSearch = (search: Search): TasksSearch => ({
  show: oneOf(TASKS_SHOWN, search.show),
  fn: text(search.fn),
  error: text(search.error),
  q: text(search.q),
  id: text(search.id),
})
