import type { Account, Invitation, InviteAccount, UpdateAccount } from '@alcove/contract'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const accountsQuery = listQuery<Account>({ key: ['accounts'], path: ['accounts'] })

export const inviteAccount = (body: InviteAccount) =>
  request<Invitation>(['accounts', 'invite'], { method: 'POST', body })

export const updateAccount = (id: string, body: UpdateAccount) =>
  request<Account>(['accounts', id], { method: 'PATCH', body })

export const deleteAccount = (id: string) => request<void>(['accounts', id], { method: 'DELETE' })
