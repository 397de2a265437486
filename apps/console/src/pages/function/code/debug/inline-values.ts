import type { Value } from './frames.ts'
import { shown } from './shown.ts'

/** Longer values are cut: the scopes beside show them whole. */
const MOST = 40

export interface NamedValue {
  name: string
  value: Value
}

/**
 * What to write beside lines: each variable once, at its last mention down to the paused line. One without a value yet
 * may be declared further down, and is only written on the paused line.
 *
 * @param lines the file's lines, down to the paused one
 * @returns texts by line, 1-based
 */
export function inlineValues(lines: readonly string[], variables: readonly NamedValue[]): Map<number, string> {
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
      parts.push(`${name}: ${cut(shown(value))}`)
    }
    if (parts.length > 0) texts.set(line, parts.join(', '))
  }
  return texts
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line
}
