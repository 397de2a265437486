import { Grant, GrantList, PageQuery, PutGrant } from '@alcove/contract'
import { deleteGrant, listGrants, putGrant } from '@alcove/platform'
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
    summary: 'Give an account a role in a space',
    body: PutGrant,
    answer: Grant,
    puts: true,
    run: ({ ctx, params, body }) => putGrant({ ctx, input: { accountId: params.account, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/grants/{account}',
    action: 'grants:write',
    summary: 'Take an account’s role in a space away',
    status: 204,
    run: ({ ctx, params }) => deleteGrant({ ctx, input: { accountId: params.account } }),
  }),
]
