import type { Invocation, InvocationDetail, InvocationQuery } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl, request } from './request.ts'
import { spaceKey } from './spaces.ts'
import { listQuery } from './list.ts'

export type InvocationFilter = Omit<Partial<InvocationQuery>, 'limit' | 'cursor'>

export const invocationsQuery = (space: string, fn: string, { status, ...filter }: InvocationFilter = {}) =>
  listQuery<Invocation>({
    key: [...functionKey(space, fn), 'invocations', { status, ...filter }],
    path: functionPath(space, fn, 'invocations'),
    query: { ...filter, status: status?.join(',') },
    limit: 50,
  })

/** Immutable once recorded. */
export const invocationQuery = (space: string, id: string) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'invocation', id],
    queryFn: ({ signal }) => request<InvocationDetail>(['spaces', space, 'invocations', id], { signal }),
    staleTime: Infinity,
  })

/** The address for a call. Its result is the response body, so callers use `send()` and read the headers themselves. */
export const invokeUrl = (space: string, fn: string, qualifier: string) =>
  apiUrl(functionPath(space, fn, 'invocations'), { qualifier })
