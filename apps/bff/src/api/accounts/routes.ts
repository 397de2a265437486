import { Account, AccountList, Invitation, InviteAccount, PageQuery, UpdateAccount } from '@alcove/contract'
import { deleteAccount, inviteAccount, listAccounts, updateAccount } from '@alcove/platform'
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
  route({
    method: 'patch',
    path: '/accounts/{account}',
    action: 'accounts:write',
    summary: 'Suspend an account, with its sessions and keys, or let it in again',
    body: UpdateAccount,
    answer: Account,
    run: ({ ctx, params, body }) => updateAccount({ ctx, input: { id: params.account, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/accounts/{account}',
    action: 'accounts:write',
    summary: 'Delete a suspended or invited account with its grants and keys',
    status: 204,
    run: ({ ctx, params }) => deleteAccount({ ctx, input: { id: params.account } }),
  }),
]
