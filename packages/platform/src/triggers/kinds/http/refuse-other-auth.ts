import { AlcoveError, HTTP_METHODS, type HttpMethod } from '@alcove/contract'
import { isDeepStrictEqual } from 'node:util'
import type { StoredTrigger } from '../../stored-trigger.ts'

/**
 * All HTTP triggers of a function share one URL, and one that admits a request is enough: with different auth the
 * weakest would hold for all.
 * @throws {AlcoveError} Conflict with the name of the other
 */
export function refuseOtherAuth(trigger: StoredTrigger<'http'>, others: readonly StoredTrigger<'http'>[]): void {
  if (!trigger.enabled) return
  for (const other of others) {
    const shared = methodsOf(trigger).find((method) => methodsOf(other).includes(method))
    if (!other.enabled || shared === undefined || hasSameAuth(trigger, other)) continue
    const { auth } = other.config
    const message = `Trigger ${other.name} takes ${shared} at the same URL with auth "${auth}". Give both the same auth, or other methods`
    throw new AlcoveError('Conflict', message, { errors: [{ path: 'config.auth', message }] })
  }
}

const methodsOf = ({ config }: StoredTrigger<'http'>): readonly HttpMethod[] => config.methods ?? HTTP_METHODS

function hasSameAuth({ config: a }: StoredTrigger<'http'>, { config: b }: StoredTrigger<'http'>): boolean {
  // Two secrets are never known to be the same.
  return a.auth === b.auth && a.auth !== 'hmac' && isDeepStrictEqual(a.jwt, b.jwt)
}
