import { FiringList, FiringQuery, PageQuery, PutTrigger, Trigger, TriggerList, TriggerPreview } from '@alcove/contract'
import { deleteTrigger, getTrigger, listFirings, listTriggers, previewTrigger, putTrigger } from '@alcove/platform'
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
    summary: 'Delete a trigger: it starts nothing from then on, and its firings go with it',
    status: 204,
    run: ({ ctx, params }) => deleteTrigger({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}/preview',
    action: 'triggers:write',
    summary: 'Say what a trigger would do, without making it',
    body: PutTrigger,
    answer: TriggerPreview,
    run: ({ ctx, params, body }) => previewTrigger({ ctx, input: { fn: params.fn, trigger: params.trigger, ...body } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}/firings',
    action: 'functions:read',
    summary: 'List what a trigger fired, and what it skipped and why, newest first',
    query: FiringQuery,
    answer: FiringList,
    run: ({ ctx, params, query }) => listFirings({ ctx, input: { ...params, ...query } }),
  }),
]
