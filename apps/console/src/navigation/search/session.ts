import { oneOf, type Search, text } from './values.ts'

/** Where to go after signing in. Only paths of the console, so that a link cannot send anyone elsewhere. */
export const signInSearch = (search: Search): { next?: string; refused?: Refused } => {
  const next = text(search.next)
  return {
    next: next?.startsWith('/') && !next.startsWith('//') ? next : undefined,
    refused: oneOf(REFUSED, search.refused),
  }
}

/** Why a sign-in at a provider failed. */
const REFUSED = ['expired', 'failed', 'unknown', 'inactive', 'unverified'] as const
type Refused = (typeof REFUSED)[number]

export const tokenSearch = (search: Search): { token?: string } => ({ token: text(search.token) })
