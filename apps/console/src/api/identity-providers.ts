import type { IdentityProvider, Page, PutIdentityProvider } from '@alcove/contract'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const identityProvidersQuery = listQuery<IdentityProvider>({
  key: ['identity-providers'],
  path: ['identity-providers'],
})

/** Null: there is none of this name. An installation has a few. */
export async function getIdentityProvider(name: string): Promise<IdentityProvider | null> {
  const { items } = await request<Page<IdentityProvider>>(['identity-providers'], { query: { limit: 200 } })
  return items.find((provider) => provider.name === name) ?? null
}

export const putIdentityProvider = (name: string, body: PutIdentityProvider, seen: string | null) =>
  request<IdentityProvider>(['identity-providers', name], { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteIdentityProvider = (name: string) =>
  request<void>(['identity-providers', name], { method: 'DELETE' })
