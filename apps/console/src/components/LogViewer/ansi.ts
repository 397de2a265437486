/** Text with its SGR attributes. Colours are indices 0–15 of the terminal's palette. */
export interface AnsiSpan {
  text: string
  color: number | null
  bold: boolean
  dim: boolean
  underline: boolean
}

type Style = Omit<AnsiSpan, 'text'>

const PLAIN: Style = { color: null, bold: false, dim: false, underline: false }

// ECMA-48: CSI sequences (of which SGR ends in "m"), OSC strings, and two-byte escapes.
// oxlint-disable-next-line no-control-regex -- the point is to match escape characters
const ESCAPE = /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g
// oxlint-disable-next-line no-control-regex -- other control characters have no width and no meaning here
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** They change the direction of what follows: a line could show other text than it has. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g

/** What a line says, and nothing that acts on its surroundings. */
export const harmless = (text: string) =>
  text.replace(CONTROL, '').replace(DIRECTIONS, (character) => `\\u${character.charCodeAt(0).toString(16)}`)

function apply(style: Style, code: number): Style {
  if (code === 0) return PLAIN
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 4) return { ...style, underline: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 24) return { ...style, underline: false }
  if (code === 39) return { ...style, color: null }
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 }
  if (code >= 90 && code <= 97) return { ...style, color: code - 82 }
  return style
}

function applyAll(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number)
  let next = style
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index]!
    // 38;5;n and 38;2;r;g;b: skip the arguments, they are not codes of their own.
    if (code === 38 || code === 48) {
      const indexed = codes[index + 1] === 5
      const color = codes[index + 2]
      if (code === 38 && indexed && color !== undefined && color < 16) next = { ...next, color }
      index += indexed ? 2 : 4
    } else next = apply(next, code)
  }
  return next
}

/** Turns terminal colours into spans, and drops all other escape sequences. The text never becomes markup. */
export function parseAnsi(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let style = PLAIN
  let from = 0
  const push = (raw: string) => {
    const text = harmless(raw)
    if (text !== '') spans.push({ text, ...style })
  }
  for (const match of line.matchAll(ESCAPE)) {
    push(line.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') style = applyAll(style, match[1] ?? '')
  }
  push(line.slice(from))
  return spans
}
