import {
  Differences,
  DifferencesQuery,
  InvocationDetail,
  InvocationList,
  InvocationQuery,
  LIMITS,
  Moment,
  Qualifier,
  Scatter,
  ScatterQuery,
} from '@alcove/contract'
import { getDifferences, getInvocation, getScatter, listInvocations } from '@alcove/platform'
import { z } from '@hono/zod-openapi'
import { route } from '../route.ts'
import { invoke } from './invoke.ts'

export const invocationRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/invocations',
    action: 'functions:invoke',
    summary:
      'Call a function: the JSON body is its event, its value is the answer. Prefer: respond-async makes it a task',
    query: z.strictObject({ qualifier: Qualifier.default('draft'), runAt: Moment.optional() }),
    bytes: { types: ['*'], limit: LIMITS.requestBytes },
    answer: z.unknown(),
    idempotent: 'call',
    run: ({ deps, ctx, params, query, bytes, request }) =>
      invoke({ deps, ctx, fn: params.fn, qualifier: query.qualifier, runAt: query.runAt, bytes, request }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/invocations',
    action: 'logs:read',
    summary: 'List a function’s calls, refused ones included, newest first',
    fresh: 'records',
    query: InvocationQuery.omit({ function: true }),
    answer: InvocationList,
    run: ({ ctx, params, query }) => listInvocations({ ctx, input: { ...query, function: params.fn } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/invocations',
    action: 'logs:read',
    some: true,
    summary: 'List the calls of all functions of a space, newest first',
    fresh: 'records',
    query: InvocationQuery,
    answer: InvocationList,
    run: ({ ctx, query }) => listInvocations({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/invocations/scatter',
    action: 'logs:read',
    some: true,
    summary: 'A sample of calls for a chart of durations over time: failures first, even over the range',
    fresh: 'records',
    query: ScatterQuery,
    answer: Scatter,
    run: ({ ctx, query }) => getScatter({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/invocations/differences',
    action: 'logs:read',
    some: true,
    summary: 'Which values are more common among selected calls than among the others, by a sample of both',
    fresh: 'records',
    query: DifferencesQuery,
    answer: Differences,
    run: ({ ctx, query }) => getDifferences({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/invocations/{invocation}',
    action: 'logs:read',
    some: true,
    summary: 'Read one call with its input, output and logs',
    fresh: 'records',
    answer: InvocationDetail,
    run: ({ ctx, params }) => getInvocation({ ctx, input: { id: params.invocation } }),
  }),
]
