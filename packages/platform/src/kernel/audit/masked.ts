import { numberText } from '@alcove/contract'

const SECRET_NAME = /passw|secret|token|credential|private.?key|api.?key|authorization|cookie/i
/** An API key inside of a text. */
const API_KEY = /\balc_[\w-]{12,}/g
const MASK = '•••'
/** Deeper than any detail that Alcove itself writes. */
const DEEPEST = 12

/**
 * What the audit keeps of a detail: values whose names say that they are secret, and API keys in texts, are replaced.
 * Verbs leave secrets out themselves; this is for the one that forgets.
 */
export function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll(API_KEY, (key) => `${key.slice(0, 8)}${MASK}`)
  if (typeof value !== 'object' || value === null) return value
  if (numberText(value) !== null) return value
  if (value instanceof Date) return value.toISOString()
  if (depth > DEEPEST) return MASK
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, hides(name, item) ? MASK : masked(item, depth + 1)]),
  )
}

/** Lists of secrets by name, and whether there is one, may be read. */
function hides(name: string, item: unknown): boolean {
  return (
    SECRET_NAME.test(name) &&
    (typeof item === 'string' || (typeof item === 'object' && item !== null && !Array.isArray(item)))
  )
}
