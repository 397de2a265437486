import { HostDns, PageQuery, SpaceHost, SpaceHostList } from '@alcove/contract'
import { checkHost, deleteHost, listHosts, putHost } from '@alcove/platform'
import { route } from '../route.ts'

export const hostRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/hosts',
    action: 'functions:read',
    summary: 'List the host names of a space and of its triggers, by name',
    query: PageQuery,
    answer: SpaceHostList,
    run: ({ ctx, query }) => listHosts({ ctx, input: query }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/hosts/{host}',
    action: 'routes:write',
    summary: 'Answer a host name with the routes of the space',
    answer: SpaceHost,
    puts: true,
    run: ({ ctx, params }) => putHost({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/hosts/{host}/dns',
    action: 'routes:write',
    summary: 'Ask DNS, for at most three seconds, where a host name leads',
    answer: HostDns,
    run: ({ ctx, params }) => checkHost({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/hosts/{host}',
    action: 'routes:write',
    summary: 'Give a host name back',
    status: 204,
    run: ({ ctx, params }) => deleteHost({ ctx, input: params }),
  }),
]
