import { EventPattern } from '@alcove/contract'

export type ParsedPattern = { pattern: EventPattern; error: null } | { pattern: null; error: string }

/** A pattern as it is typed; the error names the field. */
export function parsePattern(text: string): ParsedPattern {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { pattern: null, error: (error as Error).message }
  }
  const { success, data, error } = EventPattern.safeParse(value)
  if (success) return { pattern: data, error: null }
  const [{ path, message }] = error.issues as [(typeof error.issues)[number]]
  return { pattern: null, error: path.length > 0 ? `${path.join('.')}: ${message}` : message }
}

export function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}
