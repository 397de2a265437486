/** Shorter values are words that appear for other reasons too. */
const MIN_LENGTH = 6

/**
 * Makes what replaces the values of secrets in text by their names. Null when there is nothing to replace. A value of
 * several lines is looked for line by line, since that is how it is logged.
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
  // A value that holds another one goes first.
  values.sort(([a], [b]) => b.length - a.length)
  return (text) => {
    let shown = text
    for (const [value, mark] of values) if (shown.includes(value)) shown = shown.replaceAll(value, mark)
    return shown
  }
}
