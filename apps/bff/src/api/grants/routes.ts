import { Grant, GrantList, GrantQuery, PageQuery, PutGrant } from '@alcove/contract'
import { deleteGrant, listGrants, putGrant } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const grantRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/grants',
    action: 'spaces:read',
    summary: 'List who has which role in a space',
    query: PageQuery,
    answer: GrantList,
    run: ({ ctx, query }) => listGrants({ ctx, input: query }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/grants/{account}',
    action: 'grants:write',
    summary:
      'Give an account or a group a role in a space or on one function, for ever or until a moment. If-Match: only as you last saw it',
    body: PutGrant,
    answer: Grant,
    puts: true,
    headers: (grant) => ({ ETag: quoted(grant.etag) }),
    run: ({ ctx, params, body, request }) =>
      putGrant({ ctx, input: { subject: params.account, ...body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/grants/{account}',
    action: 'grants:write',
    summary: 'Take a role in a space, or on one function, away',
    query: GrantQuery,
    status: 204,
    run: ({ ctx, params, query }) => deleteGrant({ ctx, input: { subject: params.account, ...query } }),
  }),
]
