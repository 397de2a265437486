import { PageQuery, PutTrigger, Trigger, TriggerList } from '@alcove/contract'
import { deleteTrigger, getTrigger, listTriggers, putTrigger } from '@alcove/platform'
import { route } from '../route.ts'

export const triggerRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/triggers',
    action: 'functions:read',
    summary: 'List what starts a function',
    fresh: 'records',
    query: PageQuery,
    answer: TriggerList,
    run: ({ ctx, params, query }) => listTriggers({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}',
    action: 'triggers:write',
    summary: 'Create or change a trigger',
    body: PutTrigger,
    answer: Trigger,
    puts: true,
    run: ({ ctx, params, body }) => putTrigger({ ctx, input: { fn: params.fn, trigger: params.trigger, ...body } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}',
    action: 'functions:read',
    summary: 'Read a trigger',
    fresh: 'records',
    answer: Trigger,
    run: ({ ctx, params }) => getTrigger({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}',
    action: 'triggers:write',
    summary: 'Delete a trigger: its address stops answering at once',
    status: 204,
    run: ({ ctx, params }) => deleteTrigger({ ctx, input: params }),
  }),
]
