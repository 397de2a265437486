/** Strings, brackets and commas, and the numbers and words between them. */
const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Indents JSON. Every number and string stays as it was written: 64-bit ids and prices keep all their digits. */
export function prettyJson(text: string): { text: string; json: boolean } {
  try {
    JSON.parse(text)
  } catch {
    return { text, json: false }
  }
  let depth = 0
  let pretty = ''
  const tokens = text.match(TOKEN) ?? []
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth -= 1
      if (before !== '{' && before !== '[') pretty += line()
    } else if (before === '{' || before === '[' || before === ',') pretty += line()
    if (token === '{' || token === '[') depth += 1
    pretty += token === ':' ? ': ' : token
  }
  return { text: pretty, json: true }
}
