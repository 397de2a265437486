import type { LogLine, LogQuery, Page } from '@alcove/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl, request } from './request.ts'

export type LogFilter = Omit<Partial<LogQuery>, 'limit' | 'cursor'>

export const logsQuery = (space: string, fn: string, { level, ...filter }: LogFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...functionKey(space, fn), 'logs', { level, ...filter }],
    queryFn: ({ signal, pageParam }) =>
      request<Page<LogLine>>(functionPath(space, fn, 'logs'), {
        signal,
        query: { ...filter, level: level?.join(','), limit: 200, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

/** Server-sent events, for an EventSource. */
export const logTailUrl = (
  space: string,
  fn: string,
  { level, ...filter }: Pick<LogFilter, 'q' | 'level' | 'invocation' | 'version'> = {},
) => apiUrl(functionPath(space, fn, 'logs', 'tail'), { ...filter, level: level?.join(',') })
