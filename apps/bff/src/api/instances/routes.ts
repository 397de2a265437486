import { Instance, InstanceList, PageQuery } from '@alcove/contract'
import { getInstance, listInstances, listLiveInstances } from '@alcove/platform'
import { z } from '@hono/zod-openapi'
import { route } from '../route.ts'

const InstanceQuery = PageQuery.extend({
  state: z.enum(['live', 'ended']).optional().meta({ description: 'Left out: both' }),
})

export const instanceRoutes = [
  route({
    method: 'get',
    path: '/instances',
    action: 'signedIn',
    keyNeeds: 'functions:read',
    summary: 'List the instances that run functions of yours now, newest first',
    query: PageQuery,
    answer: InstanceList,
    run: ({ deps, ctx, query }) => listLiveInstances({ ctx, input: { ...query, live: deps.engine.instances() } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/instances',
    action: 'functions:read',
    summary: 'List a function’s instances, those that are gone included, newest first',
    fresh: 'records',
    query: InstanceQuery,
    answer: InstanceList,
    run: ({ deps, ctx, params, query }) =>
      listInstances({ ctx, input: { fn: params.fn, ...query, live: deps.engine.instances() } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/instances/{instance}',
    action: 'functions:read',
    summary: 'Read one instance: how it came up, what it did, and how it ended',
    fresh: 'records',
    answer: Instance,
    run: ({ deps, ctx, params }) =>
      getInstance({ ctx, input: { fn: params.fn, id: params.instance, live: deps.engine.instances() } }),
  }),
]
