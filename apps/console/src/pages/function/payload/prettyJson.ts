/** Strings, brackets and commas, and the numbers and words between them. */
const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** A small text may grow to so many characters, a large one to so many times its length. */
const MOST = 2 ** 20
const GROWTH = 4

/**
 * Indents JSON. Every number and string stays as it was written: 64-bit ids and prices keep all their digits. Deep JSON
 * that would become too long to show, such as ten thousand brackets in one another, stays as it is.
 */
export function prettyJson(text: string): { text: string; json: boolean } {
  try {
    JSON.parse(text)
  } catch {
    return { text, json: false }
  }
  let depth = 0
  let pretty = ''
  const tokens = text.match(TOKEN) ?? []
  const most = Math.max(MOST, GROWTH * text.length)
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth -= 1
      if (before !== '{' && before !== '[') pretty += line()
    } else if (before === '{' || before === '[' || before === ',') pretty += line()
    if (token === '{' || token === '[') depth += 1
    pretty += token === ':' ? ': ' : token
    if (pretty.length > most) return { text, json: true }
  }
  return { text: pretty, json: true }
}
