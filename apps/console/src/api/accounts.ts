import type {
  Account,
  AccountQuery,
  Invitation,
  InviteAccount,
  PasswordReset,
  Reach,
  Session,
  UpdateAccount,
} from '@alcove/contract'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export type AccountFilter = Omit<AccountQuery, 'limit' | 'cursor'>

/** Everything about accounts. */
export const accountsKey = ['accounts']

export const accountsQuery = listQuery<Account>({ key: accountsKey, path: ['accounts'] })

export const foundAccountsQuery = (filter: AccountFilter) =>
  listQuery<Account>({ key: [...accountsKey, 'found', filter], path: ['accounts'], query: filter, limit: 50 })

export const inviteAccount = (body: InviteAccount) =>
  request<Invitation>(['accounts', 'invite'], { method: 'POST', body })

export const updateAccount = (id: string, body: UpdateAccount) =>
  request<Account>(['accounts', id], { method: 'PATCH', body })

export const deleteAccount = (id: string) => request<void>(['accounts', id], { method: 'DELETE' })

export const accountReachQuery = (id: string) =>
  listQuery<Reach>({ key: ['accounts', id, 'access'], path: ['accounts', id, 'access'] })

export const accountSessionsQuery = (id: string) =>
  listQuery<Session>({ key: ['accounts', id, 'sessions'], path: ['accounts', id, 'sessions'] })

/** One session of an account, or all of them. */
export const endSession = (id: string, session: string | null) =>
  request<void>(['accounts', id, 'sessions', ...(session === null ? [] : [session])], { method: 'DELETE' })

export const renewInvitation = (id: string) => request<Invitation>(['accounts', id, 'invitation'], { method: 'POST' })

export const resetPassword = (id: string) =>
  request<PasswordReset>(['accounts', id, 'password-reset'], { method: 'POST' })

export const resetTwoFactor = (id: string) => request<void>(['accounts', id, 'two-factor'], { method: 'DELETE' })
