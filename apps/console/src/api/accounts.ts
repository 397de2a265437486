import type { Account, Invitation, InviteAccount } from '@alcove/contract'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const accountsQuery = listQuery<Account>({ key: ['accounts'], path: ['accounts'] })

export const inviteAccount = (body: InviteAccount) =>
  request<Invitation>(['accounts', 'invite'], { method: 'POST', body })
