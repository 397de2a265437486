import { ServiceGraph, ServiceGraphQuery, Trace, TraceQuery } from '@alcove/contract'
import { getServiceGraph, getTrace } from '@alcove/platform'
import { route } from '../route.ts'

export const traceRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/traces/{traceId}',
    action: 'logs:read',
    some: true,
    summary: 'Read the calls of one trace with their phases and log lines',
    fresh: 'records',
    query: TraceQuery,
    answer: Trace,
    run: ({ ctx, params, query }) => getTrace({ ctx, input: { ...query, traceId: params.traceId } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/service-graph',
    action: 'logs:read',
    some: true,
    summary: 'Which functions call each other: calls, failures and p95 in a range of at most 24 hours',
    fresh: 'records',
    query: ServiceGraphQuery,
    answer: ServiceGraph,
    run: ({ ctx, query }) => getServiceGraph({ ctx, input: query }),
  }),
]
