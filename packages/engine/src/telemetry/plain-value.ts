/** Values inside of values; deeper ones are left out. */
const DEEPEST = 5
const WIDEST = 128

/** A value of the protocol as plain JSON; undefined when it is not one. */
export function plainValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined
  const given = value as Record<string, unknown>
  if (typeof given['stringValue'] === 'string') return given['stringValue']
  if (typeof given['boolValue'] === 'boolean') return given['boolValue']
  for (const key of ['intValue', 'doubleValue']) {
    const number = given[key]
    // 64-bit integers are text in JSON.
    if (typeof number !== 'number' && (typeof number !== 'string' || number.length > 20)) continue
    return Number.isFinite(Number(number)) ? Number(number) : String(number)
  }
  const list = (given['arrayValue'] as { values?: unknown } | undefined)?.values
  if (Array.isArray(list)) return list.slice(0, WIDEST).map((each) => plainValue(each, depth + 1) ?? null)
  const pairs = (given['kvlistValue'] as { values?: unknown } | undefined)?.values
  return Array.isArray(pairs) ? plainPairs(pairs, WIDEST, depth + 1) : undefined
}

/** Keys and values. Skips malformed pairs. */
export function plainPairs(pairs: unknown, most: number, depth = 0): Record<string, unknown> {
  const kept = new Map<string, unknown>()
  for (const pair of Array.isArray(pairs) ? pairs : []) {
    if (kept.size === most) break
    if (typeof pair !== 'object' || pair === null) continue
    const { key, value } = pair as { key?: unknown; value?: unknown }
    const plain = plainValue(value, depth)
    if (typeof key === 'string' && plain !== undefined) kept.set(key, plain)
  }
  // Defines own properties, also one named __proto__.
  return Object.fromEntries(kept)
}
