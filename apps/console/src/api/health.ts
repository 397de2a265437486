import type { PlatformHealth, ServerLogLine, ServerLogQuery } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { listQuery } from './list.ts'
import { request } from './request.ts'

export const healthQuery = queryOptions({
  queryKey: ['platform', 'health'],
  queryFn: ({ signal }) => request<PlatformHealth>(['platform', 'health'], { signal }),
  refetchInterval: every(5_000),
})

type Filter = Pick<ServerLogQuery, 'level' | 'server' | 'q'>

/** @param follow looks for new lines every two seconds */
export const serverLogQuery = (filter: Filter, follow: boolean) =>
  listQuery<ServerLogLine>({
    key: ['platform', 'log', filter],
    path: ['platform', 'log'],
    query: filter,
    limit: 100,
    ...(follow && { refetchInterval: every(2_000) }),
  })
