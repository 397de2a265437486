import type { ServerLogLevel } from '@alcove/contract'
import { parseRange, type Range } from '../range.ts'
import { OVERVIEW_RANGES } from './shared.ts'
import { type Search, oneOf, text } from './values.ts'

/** The open item of a list, and the text that filters it. */
export const itemSearch = (search: Search): { id?: string; q?: string } => ({ id: text(search.id), q: text(search.q) })

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
