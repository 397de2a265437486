import { fieldsOf, type LogLine } from '@alcove/contract'

export interface FieldFacts {
  path: string
  lines: number
  /** The most frequent values, the first one most of all. */
  values: string[]
}

const MOST_FIELDS = 200
const MOST_VALUES = 50
const TEXT_FIELDS = ['message', 'msg'] as const
/** What the row shows anyway. */
const SHOWN_ELSEWHERE = new Set<string>(['level', 'time', 'timestamp', ...TEXT_FIELDS])

/** The fields of these lines, the most frequent first. */
export function fieldFacts(lines: readonly LogLine[]): FieldFacts[] {
  const fields = new Map<string, { lines: number; values: Map<string, number> }>()
  for (const { message } of lines) {
    for (const [path, value] of fieldsOf(message)) {
      if (SHOWN_ELSEWHERE.has(path)) continue
      let facts = fields.get(path)
      if (facts === undefined) {
        if (fields.size >= MOST_FIELDS) continue
        fields.set(path, (facts = { lines: 0, values: new Map() }))
      }
      facts.lines += 1
      const text = String(value).slice(0, 100)
      if (facts.values.has(text) || facts.values.size < MOST_VALUES) {
        facts.values.set(text, (facts.values.get(text) ?? 0) + 1)
      }
    }
  }
  return [...fields]
    .map(([path, facts]) => ({
      path,
      lines: facts.lines,
      values: [...facts.values].toSorted(([, a], [, b]) => b - a).map(([value]) => value),
    }))
    .toSorted((a, b) => b.lines - a.lines || a.path.localeCompare(b.path))
}

/** A line as its row shows it: its text, and what else it says. */
export function readLine(line: LogLine): { text: string; fields: ReadonlyMap<string, unknown>; rest: string } {
  const fields = fieldsOf(line.message)
  const text = TEXT_FIELDS.map((name) => fields.get(name)).find((value) => typeof value === 'string')
  if (fields.size === 0) return { text: line.message, fields, rest: '' }
  const rest = [...fields]
    .filter(([path]) => !SHOWN_ELSEWHERE.has(path))
    .map(([path, value]) => `${path}=${String(value)}`)
  return { text: typeof text === 'string' ? text : '', fields, rest: rest.join(' ') }
}
