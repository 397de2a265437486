import type { AcceptInvitation, InvitationInfo, Me } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request, send } from './request.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>(['me'], { signal }),
  staleTime: 60_000,
})

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  await send('/api/auth/sign-in/email', { method: 'POST', body: credentials })
}

export async function signOut(): Promise<void> {
  await send('/api/auth/sign-out', { method: 'POST', body: {} })
}

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => request<z.infer<typeof InvitationInfo>>(['invitations', token], { signal }),
    retry: false,
  })

export const acceptInvitation = ({ token, ...body }: AcceptInvitation) =>
  request<unknown>(['invitations', token], { method: 'POST', body: { token, ...body } })
