import type { Value } from './frames.ts'
import { shown } from './shown.ts'

/** Longer values are cut: the scopes beside show them whole. */
const MOST = 40
/** Columns for the values of a line, however long the line itself is. */
const LEAST_ROOM = 20
/** Between a line and its values. */
const GAP = 3

export interface NamedValue {
  name: string
  value: Value
}

/**
 * What to write beside lines: each variable once, at its last mention down to the paused line. One without a value yet
 * may be declared further down, and is only written on the paused line.
 *
 * @param lines the file's lines, down to the paused one
 * @param columns that the editor shows beside each other: the values of a line are cut where they would leave it
 * @returns texts by line, 1-based
 */
export function inlineValues(
  lines: readonly string[],
  variables: readonly NamedValue[],
  columns: number,
): Map<number, string> {
  const texts = new Map<number, string>()
  const known = new Map(variables.toReversed().map(({ name, value }) => [name, value]))
  for (let line = lines.length; line > 0 && known.size > 0; line--) {
    const mentioned = new Set(lines[line - 1]!.match(/(?<![\w$.])[A-Za-z_$][\w$]*/g))
    const parts: string[] = []
    for (const name of mentioned) {
      const value = known.get(name)
      if (value === undefined || value.type === 'function') continue
      if (value.type === 'undefined' && line < lines.length) continue
      known.delete(name)
      parts.push(`${name}: ${cut(shown(value), MOST)}`)
    }
    const room = Math.max(LEAST_ROOM, columns - lines[line - 1]!.length - GAP)
    if (parts.length > 0) texts.set(line, cut(parts.join(', '), room))
  }
  return texts
}

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
