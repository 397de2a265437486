import type { Instance, Page } from '@alcove/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

/** Everywhere, those alive. */
export const liveInstancesQuery = queryOptions({
  queryKey: ['engine', 'instances'],
  queryFn: ({ signal }) => request<Page<Instance>>(['instances'], { signal, query: { limit: 200 } }),
  refetchInterval: 5_000,
})

/** Of one function, newest first: those alive and those that are gone. */
export const instancesQuery = (space: string, fn: string, state?: 'live' | 'ended') =>
  infiniteQueryOptions({
    queryKey: [...functionKey(space, fn), 'instances', { state }],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Instance>>(functionPath(space, fn, 'instances'), {
        signal,
        query: { state, limit: 100, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 3_000,
  })

export const instanceQuery = (space: string, fn: string, id: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'instance', id],
    queryFn: ({ signal }) => request<Instance>(functionPath(space, fn, 'instances', id), { signal }),
    // Once it has ended nothing about it changes any more.
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 3_000),
  })
