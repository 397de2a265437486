import type { ExecutionError } from '@alcove/contract'
import { replacerOf } from './replace-values.ts'

/** Shorter values are too likely to appear in other text. */
const MIN_LENGTH = 6

type Redact = (text: string) => string
type Secrets = Readonly<Record<string, string>>

/** Each call needs one, and a revision keeps its secrets. */
const redactors = new WeakMap<Secrets, Redact | null>()

/**
 * Returns a function that replaces the values of secrets by their names, or null when there is nothing to replace.
 * Values of several lines are matched line by line, since logs split them.
 */
export function redactor(secrets: Secrets): Redact | null {
  let redact = redactors.get(secrets)
  if (redact === undefined) {
    const values = partsOf(secrets)
    redactors.set(secrets, (redact = values.length === 0 ? null : replacerOf(values)))
  }
  return redact
}

/** How V8 and Python mark that they left out the middle or the end of a long text. */
const CUT = /(\u2026|\.\.\.)/
/** The most characters that either shows on one side of a cut. */
const MOST_SHOWN = 100

/**
 * Like `redactor`, and also replaces what a debugger shows of a value that it cut. Takes time by the length of the text
 * alone: a function chooses both its text and its secrets.
 */
export function cutRedactor(secrets: Secrets): Redact | null {
  const redact = redactor(secrets)
  if (redact === null) return null
  const begins = new Map<string, string>()
  const ends = new Map<string, string>()
  for (const [value, mark] of partsOf(secrets)) {
    for (let length = MIN_LENGTH; length <= Math.min(value.length, MOST_SHOWN); length++) {
      begins.set(value.slice(0, length), mark)
      ends.set(value.slice(-length), mark)
    }
  }
  return (text) => {
    const pieces = redact(text).split(CUT)
    if (pieces.length === 1) return pieces[0]!
    return pieces
      .map((piece, index) => {
        const after = index > 0 ? withoutEnd(piece, ends) : piece
        return index < pieces.length - 1 ? withoutBegin(after, begins) : after
      })
      .join('')
  }
}

/** A piece before a cut, without the beginning of a value at its end. */
function withoutBegin(piece: string, begins: ReadonlyMap<string, string>): string {
  for (let length = Math.min(piece.length, MOST_SHOWN); length >= MIN_LENGTH; length--) {
    const mark = begins.get(piece.slice(-length))
    if (mark !== undefined) return piece.slice(0, -length) + mark
  }
  return piece
}

/** A piece after a cut, without the end of a value at its beginning. */
function withoutEnd(piece: string, ends: ReadonlyMap<string, string>): string {
  for (let length = Math.min(piece.length, MOST_SHOWN); length >= MIN_LENGTH; length--) {
    const mark = ends.get(piece.slice(0, length))
    if (mark !== undefined) return mark + piece.slice(length)
  }
  return piece
}

/** The values with the marks that replace them. */
function partsOf(secrets: Secrets): [value: string, mark: string][] {
  const values: [value: string, mark: string][] = []
  for (const [name, value] of Object.entries(secrets)) {
    for (const line of value.split('\n')) {
      const part = line.trim()
      if (part.length < MIN_LENGTH) continue
      values.push([part, `[secret ${name}]`])
      const quoted = JSON.stringify(part).slice(1, -1)
      if (quoted !== part) values.push([quoted, `[secret ${name}]`])
    }
  }
  return values
}

/** An error without the values of secrets. @param redact null when there are none */
export function redactError({ name, message, stack }: ExecutionError, redact: Redact | null): ExecutionError {
  const clean = redact ?? ((text) => text)
  return { name, message: clean(message), ...(stack === undefined ? {} : { stack: clean(stack) }) }
}
