import type { Account, Invitation, InviteAccount, Page } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => request<Page<Account>>(['accounts'], { signal, query: { limit: 200 } }),
})

export const inviteAccount = (body: InviteAccount) =>
  request<Invitation>(['accounts', 'invite'], { method: 'POST', body })
