export interface QueryToken {
  key: string
  value: string
}

export interface ParsedQuery {
  tokens: QueryToken[]
  /** Everything that is not a token: the text to search for. */
  text: string
}

const WORD = /(?:[^\s"]|"[^"]*")+/g

/**
 * `status:timeout time:"21:12 to 21:41" cart` → two tokens and a text. Unknown keys stay text. A key that ends in a dot
 * stands for all that begin with it.
 */
export function parseQuery(query: string, keys: readonly string[]): ParsedQuery {
  const tokens: QueryToken[] = []
  const text: string[] = []
  for (const word of query.match(WORD) ?? []) {
    const colon = word.indexOf(':')
    const key = word.slice(0, colon)
    const value = word.slice(colon + 1).replaceAll('"', '')
    if (value && keys.some((known) => isKey(known, key))) tokens.push({ key, value })
    else text.push(word)
  }
  return { tokens, text: text.join(' ') }
}

function isKey(known: string, key: string): boolean {
  return known === key || (known.endsWith('.') && key.startsWith(known) && key.length > known.length)
}

export function formatQuery({ tokens, text }: ParsedQuery): string {
  const words = tokens.map(({ key, value }) => `${key}:${/\s/.test(value) ? `"${value}"` : value}`)
  return [...words, text.trim()].filter(Boolean).join(' ')
}

/** The value of the first token with this key. */
export function tokenValue({ tokens }: ParsedQuery, key: string): string | undefined {
  return tokens.find((token) => token.key === key)?.value
}
