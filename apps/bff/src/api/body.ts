import { AlcoveError, LIMITS } from '@alcove/contract'
import type { JsonLimits } from '../wire/json.ts'

export const API_BODY: JsonLimits = { depth: LIMITS.eventDepth, values: LIMITS.apiBodyValues }

/**
 * Refuses values that text and JSON columns cannot store: half a surrogate pair, and fields named `__proto__`, which
 * would vanish silently.
 * @throws {AlcoveError} ValidationFailed
 */
export function refuseUnstorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw unstorable(path, 'Half a surrogate pair is no text')
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key]
    if (key === '__proto__' || !key.isWellFormed()) throw unstorable(at, 'No field can have this name')
    refuseUnstorable(inner, at)
  }
}

function unstorable(path: readonly string[], message: string): AlcoveError {
  const where = path.join('.').toWellFormed()
  return new AlcoveError('ValidationFailed', `${where}: ${message}`, { errors: [{ path: where, message }] })
}
