import type { AcceptInvitation, InvitationInfo, Me, SignInOptions, UpdateMe } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request, send } from './request.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>(['me'], { signal }),
  staleTime: 60_000,
})

/** Signs in, unless the account has a second factor: then its code is needed too. */
export async function signIn(credentials: { email: string; password: string }): Promise<{ needsCode: boolean }> {
  const answer = await send('/api/auth/sign-in/email', { method: 'POST', body: credentials })
  const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean }
  return { needsCode: twoFactorRedirect === true }
}

/** The second step: a code of the authenticator app, or a recovery code. */
export async function sendCode(code: string, kind: 'totp' | 'backup-code'): Promise<void> {
  await send(`/api/auth/two-factor/verify-${kind}`, { method: 'POST', body: { code } })
}

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: ({ signal }) => request<SignInOptions>(['sign-in-options'], { signal }),
})

/** @returns where the browser goes next */
export async function signInAtProvider(provider: string, next: string): Promise<string> {
  const answer = await send('/api/auth/sign-in/provider', { method: 'POST', body: { provider, next } })
  return ((await answer.json()) as { url: string }).url
}

export const updateMe = (body: UpdateMe) => request<Me>(['me'], { method: 'PATCH', body })

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
