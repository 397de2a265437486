import { EventPattern } from '@alcove/contract'
import { jsonError } from '../../../payload/jsonError.ts'

export type ParsedPattern = { pattern: EventPattern; error: null } | { pattern: null; error: string }

/** A pattern as it is typed; the error names the field. */
export function parsePattern(text: string): ParsedPattern {
  const malformed = jsonError(text)
  if (malformed !== null) return { pattern: null, error: malformed }
  const { success, data, error } = EventPattern.safeParse(JSON.parse(text))
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
