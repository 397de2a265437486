import type { IdentityProvider, PutIdentityProvider } from '@alcove/contract'
import { findInList, listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const identityProvidersQuery = listQuery<IdentityProvider>({
  key: ['identity-providers'],
  path: ['identity-providers'],
})

/** Null: there is none of this name. */
export const getIdentityProvider = (name: string) =>
  findInList<IdentityProvider>(['identity-providers'], (provider) => provider.name === name)

export const putIdentityProvider = (name: string, body: PutIdentityProvider, seen: string | null) =>
  request<IdentityProvider>(['identity-providers', name], { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteIdentityProvider = (name: string) =>
  request<void>(['identity-providers', name], { method: 'DELETE' })
