import type { IdentityProvider, PutIdentityProvider } from '@alcove/contract'
import { listQuery } from './list.ts'
import { request } from './request.ts'

export const identityProvidersQuery = listQuery<IdentityProvider>({
  key: ['identity-providers'],
  path: ['identity-providers'],
})

export const putIdentityProvider = (name: string, body: PutIdentityProvider) =>
  request<IdentityProvider>(['identity-providers', name], { method: 'PUT', body })

export const deleteIdentityProvider = (name: string) =>
  request<void>(['identity-providers', name], { method: 'DELETE' })
