import { RightSizing, RightSizingQuery } from '@alcove/contract'
import { getRightSizing } from '@alcove/platform'
import { route } from '../route.ts'

export const rightSizingRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/right-sizing',
    action: 'metrics:read',
    summary: 'Read what memory, processor share and minimum of instances measured use suggests',
    fresh: 'records',
    query: RightSizingQuery,
    answer: RightSizing,
    run: ({ ctx, params, query }) => getRightSizing({ ctx, input: { fn: params.fn, ...query } }),
  }),
]
