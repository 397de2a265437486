import { parseAnsi } from './ansi.ts'

/** The terminal's eight colours, mapped to tokens that keep their contrast in both themes. */
const COLORS = ['--text-3', '--danger', '--success', '--warning', '--info', '--c-key', '--c-type', '--text'] as const

/** A log line's text with its terminal colours. */
export function AnsiText({ text }: { text: string }) {
  if (!text.includes('\u001b')) return text
  return parseAnsi(text).map((span, index) => (
    <span
      // oxlint-disable-next-line react/no-array-index-key -- spans of an immutable line never move
      key={index}
      className={span.underline ? 'underline' : undefined}
      style={{
        color: span.color === null ? (span.dim ? 'var(--text-3)' : undefined) : `var(${COLORS[span.color % 8]!})`,
        fontWeight: span.bold ? 600 : undefined,
      }}
    >
      {span.text}
    </span>
  ))
}
