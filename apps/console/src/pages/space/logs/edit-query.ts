import { tokensOf, type LogQueryToken } from '@alcove/contract'

type Term = LogQueryToken & { kind: 'term' }

/** The term of the query that is about this key alone. Terms after a minus or in parentheses do not count. */
function termOf(query: string, key: string): Term | undefined {
  const tokens = tokensOf(query)
  let depth = 0
  return tokens.find((token, index): token is Term => {
    if (token.kind === 'open') depth += 1
    if (token.kind === 'close') depth -= 1
    const isPlain = depth === 0 && tokens[index - 1]?.kind !== 'not'
    return isPlain && token.kind === 'term' && token.key === key && token.operator === ':'
  })
}

export function valuesOf(query: string, key: string): string[] {
  return termOf(query, key)?.values.map(({ text }) => text) ?? []
}

/** Adds the value to the query's term for the key, or removes it. */
export function toggleValue(query: string, key: string, value: string): string {
  const term = termOf(query, key)
  const values = valuesOf(query, key)
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value]
  const text = next.length > 0 ? `${key}:${next.map(quoted).join(',')}` : ''
  if (!term) return `${query} ${text}`.trim()
  return `${query.slice(0, term.at)}${text}${query.slice(term.end)}`.replaceAll(/ {2,}/g, ' ').trim()
}

function quoted(value: string): string {
  return /^[^\s(),"*]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
