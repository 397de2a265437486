import type { LogLine, LogQuery } from '@alcove/contract'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl } from './request.ts'
import { listQuery } from './list.ts'

export type LogFilter = Omit<Partial<LogQuery>, 'limit' | 'cursor'>

export const logsQuery = (space: string, fn: string, { level, ...filter }: LogFilter = {}) =>
  listQuery<LogLine>({
    key: [...functionKey(space, fn), 'logs', { level, ...filter }],
    path: functionPath(space, fn, 'logs'),
    query: { ...filter, level: level?.join(',') },
  })

/** Server-sent events, for an EventSource. */
export const logTailUrl = (
  space: string,
  fn: string,
  { level, ...filter }: Pick<LogFilter, 'q' | 'level' | 'invocation' | 'version'> = {},
) => apiUrl(functionPath(space, fn, 'logs', 'tail'), { ...filter, level: level?.join(',') })
