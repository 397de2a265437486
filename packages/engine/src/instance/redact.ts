import type { ExecutionError } from '@alcove/contract'

/** Shorter values are too likely to appear in other text. */
const MIN_LENGTH = 6

/**
 * Returns a function that replaces the values of secrets by their names, or null when there is nothing to replace.
 * Values of several lines are matched line by line, since logs split them.
 */
export function redactor(secrets: Readonly<Record<string, string>>): ((text: string) => string) | null {
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
  if (values.length === 0) return null
  // Replace a value before any value it contains.
  values.sort(([a], [b]) => b.length - a.length)
  return (text) => {
    let shown = text
    for (const [value, mark] of values) if (shown.includes(value)) shown = shown.replaceAll(value, mark)
    return shown
  }
}

/** An error without the values of secrets. @param redact null when there are none */
export function redactError(
  { name, message, stack }: ExecutionError,
  redact: ((text: string) => string) | null,
): ExecutionError {
  const clean = redact ?? ((text) => text)
  return { name, message: clean(message), ...(stack === undefined ? {} : { stack: clean(stack) }) }
}
