import { StackText, type CodeOf } from '../StackText.tsx'
import { harmless, parseAnsi } from './ansi.ts'

/** The terminal's eight colours, mapped to tokens that keep their contrast in both themes. */
const COLORS = ['--text-3', '--danger', '--success', '--warning', '--info', '--c-key', '--c-type', '--text'] as const

interface AnsiTextProps {
  text: string
  /** The code that wrote it: places in it become links. */
  of?: CodeOf
}

/** A log line's text with its terminal colours. */
export function AnsiText({ text, of }: AnsiTextProps) {
  if (!text.includes('\u001b')) return of ? <StackText text={harmless(text)} of={of} /> : harmless(text)
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
      {of ? <StackText text={span.text} of={of} /> : span.text}
    </span>
  ))
}
