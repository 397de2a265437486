type Value = string | number | boolean | null

const MOST_FIELDS = 200
const MOST_LEVELS = 8
const MOST_NUMBERS = 64

/** The object that a line of JSON is; null for other lines. */
export function jsonObjectOf(message: string): Record<string, unknown> | null {
  if (!message.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(message)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** The value at a path such as `card.code`; of a list, every element. */
export function valuesAt(object: Record<string, unknown>, path: string): Value[] {
  if (Object.hasOwn(object, path)) return plainValues(object[path])
  let at: unknown = object
  for (const name of path.split('.')) {
    // Elements of a list have no paths: the index of numbers, and the fields that the console offers, list none.
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return []
    at = (at as Record<string, unknown>)[name]
  }
  return plainValues(at)
}

/** The fields of a line of JSON with their values, nested ones by their path, at most 200. */
export function fieldsOf(message: string): Map<string, Value> {
  const fields = new Map<string, Value>()
  const object = jsonObjectOf(message)
  if (object !== null) collect(object, '', 1, fields)
  return fields
}

function collect(object: Record<string, unknown>, before: string, level: number, fields: Map<string, Value>): void {
  for (const [name, value] of Object.entries(object)) {
    if (fields.size >= MOST_FIELDS) return
    const path = before + name
    if (isPlain(value)) fields.set(path, value)
    else if (Array.isArray(value)) fields.set(path, JSON.stringify(value))
    else if (level < MOST_LEVELS) collect(value as Record<string, unknown>, `${path}.`, level + 1, fields)
  }
}

/** The numbers that comparisons such as `card.ms>5` can find in a line; null: too many to list. */
export function numbersOf(message: string): { path: string; value: number }[] | null {
  const object = jsonObjectOf(message)
  const numbers: { path: string; value: number }[] = []
  return object === null || collectNumbers(object, '', 1, numbers) ? numbers : null
}

/** @returns whether all are listed */
function collectNumbers(
  object: Record<string, unknown>,
  before: string,
  level: number,
  numbers: { path: string; value: number }[],
): boolean {
  return Object.entries(object).every(([name, value]) => {
    const path = before + name
    for (const each of plainValues(value)) if (isNumeric(each)) numbers.push({ path, value: Number(each) })
    if (numbers.length > MOST_NUMBERS) return false
    if (isPlain(value) || Array.isArray(value)) return true
    return level < MOST_LEVELS && collectNumbers(value as Record<string, unknown>, `${path}.`, level + 1, numbers)
  })
}

/** Numbers, and strings that spell one. */
export function isNumeric(value: unknown): value is number | string {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  )
}

function plainValues(value: unknown): Value[] {
  return Array.isArray(value) ? value.filter(isPlain) : isPlain(value) ? [value] : []
}

function isPlain(value: unknown): value is Value {
  return value === null || typeof value !== 'object'
}
