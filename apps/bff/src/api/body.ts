import { AlcoveError, LIMITS } from '@alcove/contract'
import type { JsonLimits } from '../wire/json.ts'

export const API_BODY: JsonLimits = { depth: LIMITS.eventDepth, values: LIMITS.apiBodyValues }

/**
 * What the control plane is told is kept as text and in JSON columns, which can hold neither half a surrogate pair nor,
 * safely, a field called `__proto__`: half of it would vanish on the way instead of being refused.
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
