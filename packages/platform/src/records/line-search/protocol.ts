import type { LogFilter, LogLine } from '@alcove/contract'

/** A line's id is made at most this long before or after the time that the line carries. */
export const LATE_MS = 60_000

/** Which lines to look at; all in plain data, because it goes to another thread. */
export interface LineRange {
  spaceId: string
  filter: LogFilter
  /** The functions that the reader may see, by id. */
  functions: ReadonlyMap<string, string>
  /** Milliseconds since the epoch. */
  from: number | null
  to: number | null
}

export interface LineSearch extends LineRange {
  order: 'asc' | 'desc'
  /** Continues behind the line with this id. */
  after: string | null
  limit: number
  /** Stops after this time with what was found until then. */
  budgetMs: number
}

export interface FoundLines {
  lines: LogLine[]
  /** Where to continue; null: everything is searched. */
  next: string | null
}

export interface LineCount extends LineRange {
  from: number
  to: number
  stepMs: number
  budgetMs: number
}

export interface CountedLines {
  /** Lines by level, in the order of LOG_LEVELS, per step from `from` on. Steps without lines are absent. */
  steps: Map<number, number[]>
  functions: Map<string, number>
  /** Lines from this moment on are counted; later than `from` when time ran out. */
  since: number
}

export type ToSearcher =
  | { kind: 'search'; id: number; search: LineSearch }
  | { kind: 'count'; id: number; count: LineCount }
  | { kind: 'cancel'; id: number }
  | { kind: 'file'; hash: string; path: string | null }

export type FromSearcher =
  | { kind: 'done'; id: number; result: FoundLines | CountedLines }
  | { kind: 'failed'; id: number; message: string; tooBroad: boolean }
  | { kind: 'need'; hash: string }

export type SearcherSetup = { databaseUrl: string; statementMs: number }
