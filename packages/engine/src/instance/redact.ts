import type { ExecutionError } from '@alcove/contract'

/** Shorter values are too likely to appear in other text. */
const MIN_LENGTH = 6

/**
 * Returns a function that replaces the values of secrets by their names, or null when there is nothing to replace.
 * Values of several lines are matched line by line, since logs split them.
 */
export function redactor(secrets: Readonly<Record<string, string>>): ((text: string) => string) | null {
  const values = partsOf(secrets)
  if (values.length === 0) return null
  return (text) => {
    let shown = text
    for (const [value, mark] of values) if (shown.includes(value)) shown = shown.replaceAll(value, mark)
    return shown
  }
}

/** How V8 and Python mark that they left out the middle or the end of a long text. */
const CUT = String.raw`(?:\u2026|\.\.\.)`
/** The most characters that either shows on one side of a cut. */
const MOST_SHOWN = 100

/** Like `redactor`, and also replaces what a debugger shows of a value that it cut. */
export function cutRedactor(secrets: Readonly<Record<string, string>>): ((text: string) => string) | null {
  const redact = redactor(secrets)
  if (redact === null) return null
  const cuts = partsOf(secrets).map(([value, mark]) => [cutPattern(value), mark] as const)
  return (text) => {
    let shown = redact(text)
    if (!shown.includes('\u2026') && !shown.includes('...')) return shown
    for (const [pattern, mark] of cuts) shown = shown.replace(pattern, () => mark)
    return shown
  }
}

/** Matches the beginning of a value before a cut, and its end after one. */
function cutPattern(value: string): RegExp {
  const escaped = (text: string) => Array.from(text, (character) => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&'))
  const begin = escaped(value.slice(MIN_LENGTH, MOST_SHOWN)).reduceRight((rest, next) => `(?:${next}${rest})?`, '')
  const end = escaped(value.slice(0, -MIN_LENGTH).slice(-MOST_SHOWN)).reduce((rest, next) => `(?:${rest}${next})?`, '')
  const [first, last] = [escaped(value.slice(0, MIN_LENGTH)).join(''), escaped(value.slice(-MIN_LENGTH)).join('')]
  return new RegExp(`${first}${begin}(?=${CUT})|(?<=${CUT})${end}${last}`, 'g')
}

/** The values with the marks that replace them. A value comes before any that it contains. */
function partsOf(secrets: Readonly<Record<string, string>>): [value: string, mark: string][] {
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
  return values.toSorted(([a], [b]) => b.length - a.length)
}

/** An error without the values of secrets. @param redact null when there are none */
export function redactError(
  { name, message, stack }: ExecutionError,
  redact: ((text: string) => string) | null,
): ExecutionError {
  const clean = redact ?? ((text) => text)
  return { name, message: clean(message), ...(stack === undefined ? {} : { stack: clean(stack) }) }
}
