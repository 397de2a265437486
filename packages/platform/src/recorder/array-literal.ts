/*
 * PostgreSQL array literals, written here because pg's own writer tests and quotes every element of every column, which
 * was a third of what recording a call cost.
 */

/** Of values that need no quotes: numbers, UUIDs, timestamps and words of our own. Never of text from outside. */
export function bareArray(values: readonly (string | number | null)[]): string {
  let literal = ''
  for (const value of values) literal += `,${value === null ? 'NULL' : value}`
  return `{${literal.slice(1)}}`
}

/** Of any text. */
export function textArray(values: readonly (string | null)[]): string {
  let literal = ''
  for (const value of values) literal += value === null ? ',NULL' : `,"${escaped(value)}"`
  return `{${literal.slice(1)}}`
}

function escaped(text: string): string {
  return text.includes('"') || text.includes('\\') ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text
}
