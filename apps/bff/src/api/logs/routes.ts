import { LogList, LogQuery, LogTailQuery } from '@alcove/contract'
import { listLogs } from '@alcove/platform'
import { route } from '../route.ts'
import { tail } from './tail.ts'

export const logRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/logs',
    action: 'logs:read',
    summary: 'Search a function’s log lines',
    fresh: 'records',
    query: LogQuery,
    answer: LogList,
    run: ({ ctx, params, query }) => listLogs({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/logs/tail',
    action: 'logs:read',
    summary: 'Follow a function’s log lines as server-sent events; Last-Event-ID resumes',
    query: LogTailQuery,
    answerType: 'text/event-stream',
    run: async ({ deps, ctx, params, query, request }) => tail({ deps, ctx, fn: params.fn, filter: query, request }),
  }),
]
