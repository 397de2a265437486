import type { LogLevel } from '../log-levels.ts'

/** What a query asks of a line. */
export type LogFilter =
  | { kind: 'and' | 'or'; of: readonly LogFilter[] }
  | { kind: 'not'; of: LogFilter }
  | { kind: 'text'; text: string; match: TextMatch }
  | { kind: 'level'; levels: readonly LogLevel[] }
  | { kind: 'function'; names: readonly string[] }
  | { kind: 'version'; versions: readonly (number | null)[] }
  | { kind: 'invocation'; ids: readonly string[] }
  | { kind: 'field'; path: string; values: readonly string[] }
  | { kind: 'number'; path: string; than: Comparison; value: number }

/** `start`: where a word begins. `phrase`: whole words in this order. `part`: anywhere, also inside words. */
export type TextMatch = 'start' | 'phrase' | 'part'
export type Comparison = '>' | '>=' | '<' | '<='

/** Matches every line. */
export const EVERY_LINE: LogFilter = { kind: 'and', of: [] }
