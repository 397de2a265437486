import type {
  Differences,
  DifferencesQuery,
  Invocation,
  InvocationDetail,
  InvocationFilter,
  Scatter,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { listQuery } from './list.ts'
import { apiUrl, request, type RequestOptions } from './request.ts'
import { spaceKey } from './spaces.ts'

/** The calls of one function, or of a space. */
export interface CallsOf {
  space: string
  fn?: string
}

export interface TimeWindow {
  from: string
  to: string
}

export const invocationsQuery = (space: string, fn: string, filter: InvocationFilter = {}) =>
  callsQuery({ space, fn }, filter)

export const callsQuery = (of: CallsOf, filter: InvocationFilter = {}) =>
  listQuery<Invocation>({
    key: [...keyOf(of), 'invocations', filter],
    path: pathOf(of),
    query: queryOf(of, filter),
    limit: 50,
  })

/** A sample for the chart. */
export const scatterQuery = (of: CallsOf, filter: InvocationFilter & TimeWindow) =>
  queryOptions({
    queryKey: [...keyOf(of), 'scatter', filter],
    queryFn: ({ signal }) => request<Scatter>(pathOf(of, 'scatter'), { signal, query: queryOf(of, filter) }),
  })

type Selected = Pick<DifferencesQuery, 'these' | 'windowFrom' | 'windowTo'>

export const differencesQuery = (of: CallsOf, filter: InvocationFilter & TimeWindow, selected: Selected) =>
  queryOptions({
    queryKey: [...keyOf(of), 'differences', filter, selected],
    queryFn: ({ signal }) =>
      request<Differences>(pathOf(of, 'differences'), { signal, query: { ...queryOf(of, filter), ...selected } }),
    staleTime: Infinity,
  })

const keyOf = ({ space, fn }: CallsOf) => (fn === undefined ? spaceKey(space) : functionKey(space, fn))
const pathOf = ({ space }: CallsOf, ...rest: string[]) => ['spaces', space, 'invocations', ...rest]

function queryOf({ fn }: CallsOf, { status, input, ...filter }: InvocationFilter): RequestOptions['query'] {
  return { function: fn, ...filter, status: status?.join(','), input: input?.join('\n') }
}

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
