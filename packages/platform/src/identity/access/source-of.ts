import type { GrantFact, GrantSource } from '@alcove/contract'

/** A grant as answers show it. */
export function sourceOf(grant: GrantFact): GrantSource {
  return { ...grant, expiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt).toISOString() }
}
