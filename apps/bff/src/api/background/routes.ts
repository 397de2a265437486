import { BackgroundAction, BackgroundActionList, BackgroundQuery } from '@alcove/contract'
import { getBackgroundAction, listBackgroundActions, stopBackgroundAction } from '@alcove/platform'
import { route } from '../route.ts'

export const backgroundRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/background-actions',
    action: 'logs:read',
    summary: 'List what goes on in the background for many things at once, newest first',
    query: BackgroundQuery,
    answer: BackgroundActionList,
    run: ({ ctx, query }) => listBackgroundActions({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/background-actions/{backgroundAction}',
    action: 'logs:read',
    summary: 'Read how far a background action is',
    answer: BackgroundAction,
    run: ({ ctx, params }) => getBackgroundAction({ ctx, input: { id: params.backgroundAction } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/background-actions/{backgroundAction}/stop',
    action: 'logs:read',
    summary: 'Stop a background action; needs the right to start it',
    answer: BackgroundAction,
    run: ({ ctx, params }) => stopBackgroundAction({ ctx, input: { id: params.backgroundAction } }),
  }),
]
