import { CodeError } from '../package-error.ts'

/** The answer of a bundler sandbox. */
export interface Answer {
  /** Why the code cannot be bundled. */
  error: CodeError | null
  /** Position of the syntax error, with the reason. */
  place: string | null
  zip: Buffer
}

const MAX_HEAD_BYTES = 64 * 1024
const MAX_TEXT = 4000
const LINE_FEED = 0x0a

/** Parses a line of JSON followed by a zip. Null when it is malformed: hostile code may have written it. */
export function answerOf(output: Buffer): Answer | null {
  const end = output.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_FEED)
  if (end < 0) return null
  let head: unknown
  try {
    head = JSON.parse(output.toString('utf8', 0, end))
  } catch {
    return null
  }
  if (typeof head !== 'object' || head === null || !('error' in head) || !('place' in head)) return null
  const { error, place } = head
  return { error: errorOf(error), place: place === null ? null : textOf(place), zip: output.subarray(end + 1) }
}

function errorOf(error: unknown): CodeError | null {
  if (error === null) return null
  const { name, message, excerpt } = error as Partial<Record<string, unknown>>
  const known = name === 'SyntaxError' ? name : 'BundleError'
  return new CodeError(known, textOf(message), typeof excerpt === 'string' ? textOf(excerpt) : undefined)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : 'The code cannot be bundled'
}
