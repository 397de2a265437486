const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** JSON in the editor's colours. Anything else shows as plain text. */
export function JsonText({ text }: { text: string }) {
  const parts: React.ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(TOKEN)) {
    const [token, string, colon, word] = match
    parts.push(text.slice(from, match.index))
    const color = string ? (colon ? 'var(--c-prop)' : 'var(--c-str)') : word ? 'var(--c-key)' : 'var(--c-num)'
    parts.push(
      <span key={match.index} style={{ color }}>
        {string ?? token}
      </span>,
      colon ?? '',
    )
    from = match.index + token.length
  }
  parts.push(text.slice(from))
  return parts
}
