import { AccountList, Invitation, InviteAccount, PageQuery } from '@alcove/contract'
import { inviteAccount, listAccounts } from '@alcove/platform'
import { route } from '../route.ts'

export const accountRoutes = [
  route({
    method: 'get',
    path: '/accounts',
    action: 'accounts:write',
    summary: 'List accounts with their grants',
    query: PageQuery,
    answer: AccountList,
    run: ({ ctx, query }) => listAccounts({ ctx, input: query }),
  }),
  route({
    method: 'post',
    path: '/accounts/invite',
    action: 'accounts:write',
    summary: 'Invite a person; answers the one-time link to hand to them',
    body: InviteAccount,
    status: 201,
    answer: Invitation,
    idempotent: 'create',
    run: ({ ctx, body }) => inviteAccount({ ctx, input: body }),
  }),
]
