import type { Invocation, ServiceGraph, Trace } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { listQuery } from './list.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

/** @param at about when the trace began: needed for traces of other systems */
export const traceQuery = (space: string, traceId: string, at?: string) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'trace', traceId, at],
    queryFn: ({ signal }) => request<Trace>(['spaces', space, 'traces', traceId], { signal, query: { at } }),
    // Tasks of the trace may still run.
    refetchInterval: every(15_000),
  })

export const serviceGraphQuery = (space: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'service-graph', from, to],
    queryFn: ({ signal }) => request<ServiceGraph>(['spaces', space, 'service-graph'], { signal, query: { from, to } }),
  })

/** The calls that traces begin with, newest first. */
export const rootCallsQuery = (
  space: string,
  range: { from: string; to: string | undefined },
  failed: boolean,
  q?: string,
) =>
  listQuery<Invocation>({
    key: [...spaceKey(space), 'traces', range, failed, q],
    path: ['spaces', space, 'invocations'],
    query: {
      ...range,
      roots: true,
      q: q || undefined,
      status: failed ? 'functionError,timeout,outOfMemory,initError,protocolError,systemError' : undefined,
    },
    limit: 50,
  })
