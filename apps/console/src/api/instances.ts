import type { Instance } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'
import { listQuery } from './list.ts'

/** Running instances in all spaces. */
export const liveInstancesQuery = listQuery<Instance>({
  key: ['engine', 'instances'],
  path: ['instances'],
  refetchInterval: every(5_000),
})

/** Running and ended instances of one function, newest first. */
export const instancesQuery = (space: string, fn: string, state?: 'live' | 'ended') =>
  listQuery<Instance>({
    key: [...functionKey(space, fn), 'instances', { state }],
    path: functionPath(space, fn, 'instances'),
    query: { state },
    limit: 100,
    refetchInterval: every(3_000),
  })

export const instanceQuery = (space: string, fn: string, id: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'instance', id],
    queryFn: ({ signal }) => request<Instance>(functionPath(space, fn, 'instances', id), { signal }),
    // An ended instance no longer changes.
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 3_000),
  })
