import { Group, GroupList, PageQuery, PutGroup } from '@alcove/contract'
import { deleteGroup, getGroup, listGroups, putGroup } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const groupRoutes = [
  route({
    method: 'get',
    path: '/groups',
    action: 'accounts:write',
    summary: 'List groups of accounts with their grants and how many members each has',
    query: PageQuery,
    answer: GroupList,
    run: ({ ctx, query }) => listGroups({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/groups/{group}',
    action: 'accounts:write',
    summary: 'Read a group',
    answer: Group,
    headers: (group) => ({ ETag: quoted(group.etag) }),
    run: ({ ctx, params }) => getGroup({ ctx, input: { name: params.group } }),
  }),
  route({
    method: 'put',
    path: '/groups/{group}',
    action: 'accounts:write',
    summary:
      'Make a group, or give it exactly these members. If-Match: only as you last saw it; If-None-Match: *: only make',
    body: PutGroup,
    answer: Group,
    puts: true,
    headers: (group) => ({ ETag: quoted(group.etag) }),
    run: ({ ctx, params, body, request }) =>
      putGroup({ ctx, input: { name: params.group, ...body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'delete',
    path: '/groups/{group}',
    action: 'accounts:write',
    summary: 'Delete a group, and with it what it was granted',
    status: 204,
    run: ({ ctx, params }) => deleteGroup({ ctx, input: { name: params.group } }),
  }),
]
