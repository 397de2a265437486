/** A piece of a query, with its place in it. */
export type Token = { at: number; end: number } & (
  | { kind: 'or' | 'not' | 'open' | 'close' }
  | {
      kind: 'term'
      key: string | null
      operator: string
      /** Several when commas separate them. */
      values: { text: string; quoted: boolean }[]
      /** A quotation mark is not closed. */
      open: boolean
    }
)

/** A name of a field, with dots between levels, and what compares it. */
const KEY = /^([\p{L}_@$][\p{L}\p{N}_.@$/-]*)(:(?!\/\/)|>=|<=|>|<)/u

/** Splits a query into its pieces. Never fails: a quotation mark that is not closed runs to the end. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < query.length) {
    const character = query[at]!
    if (/\s/.test(character)) at += 1
    else if (character === '(' || character === ')') {
      tokens.push({ kind: character === '(' ? 'open' : 'close', at, end: at + 1 })
      at += 1
    } else if (character === '-' && !/[\s)]|^$/.test(query[at + 1] ?? '')) {
      tokens.push({ kind: 'not', at, end: at + 1 })
      at += 1
    } else {
      const token = termAt(query, at)
      at = token.end
      tokens.push(token)
    }
  }
  return tokens
}

function termAt(query: string, at: number): Token {
  const [start = '', key = null, operator = ''] = KEY.exec(query.slice(at)) ?? []
  let end = at + start.length
  let open = false
  const values: { text: string; quoted: boolean }[] = []
  for (;;) {
    const value = valueAt(query, end, key !== null)
    values.push(value)
    end = value.end
    open ||= value.open
    if (key === null || query[end] !== ',') break
    end += 1
  }
  const word = key === null && values.length === 1 && !values[0]!.quoted ? values[0]!.text : ''
  if (word.toLowerCase() === 'or') return { kind: 'or', at, end }
  return { kind: 'term', key, operator, values: values.map(({ text, quoted }) => ({ text, quoted })), open, at, end }
}

/** A quoted text, in which a backslash precedes a quotation mark, or everything up to the next blank. */
function valueAt(query: string, at: number, inList: boolean) {
  if (query[at] === '"') {
    const quoted = /^"((?:[^"\\]|\\.)*)("?)/s.exec(query.slice(at))!
    return {
      text: quoted[1]!.replaceAll(/\\(["\\])/g, '$1'),
      quoted: true,
      end: at + quoted[0].length,
      open: quoted[2] === '',
    }
  }
  const [text] = (inList ? /^[^\s(),"]*/ : /^[^\s()"]*/).exec(query.slice(at))!
  return { text, quoted: false, end: at + text.length, open: false }
}
