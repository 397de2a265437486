import type { ChangePassword, Reach, Session, SignInMethods } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { request, send } from './request.ts'

export const signInMethodsQuery = queryOptions({
  queryKey: ['me', 'sign-in-methods'],
  queryFn: ({ signal }) => request<SignInMethods>(['me', 'sign-in-methods'], { signal }),
})

export const ownSessionsQuery = listQuery<Session>({ key: ['me', 'sessions'], path: ['me', 'sessions'] })
export const ownReachQuery = listQuery<Reach>({ key: ['me', 'access'], path: ['me', 'access'] })

export const endOwnSession = (id: string | null) =>
  request<void>(id === null ? ['me', 'sessions'] : ['me', 'sessions', id], { method: 'DELETE' })

export const changePassword = (body: ChangePassword) => request<void>(['me', 'password'], { method: 'POST', body })

/** A new authenticator app: it counts once a code of it was sent. */
export interface NewTotp {
  totpURI: string
  backupCodes: string[]
}

const post = async (path: string, body: object) =>
  (await send(`/api/auth/two-factor/${path}`, { method: 'POST', body })).json()

export const beginTotp = (password: string) => post('enable', { password }) as Promise<NewTotp>
export const removeTotp = (password: string) => post('disable', { password })
export const newRecoveryCodes = (password: string) =>
  post('generate-backup-codes', { password }) as Promise<{ backupCodes: string[] }>
