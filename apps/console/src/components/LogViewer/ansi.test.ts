import { describe, expect, it } from 'vitest'
import { parseAnsi } from './ansi.ts'

const texts = (line: string) => parseAnsi(line).map((span) => span.text)

describe('parseAnsi()', () => {
  it('keeps a plain line whole', () => {
    expect(parseAnsi('checkout started')).toEqual([
      { text: 'checkout started', color: null, bold: false, dim: false, underline: false },
    ])
  })

  it('turns colour codes into spans and stops at a reset', () => {
    const spans = parseAnsi('\u001b[1;31mfailed\u001b[0m after 3 tries')
    expect(spans.map(({ text, color, bold }) => [text, color, bold])).toEqual([
      ['failed', 1, true],
      [' after 3 tries', null, false],
    ])
  })

  it('reads bright and indexed colours', () => {
    expect(parseAnsi('\u001b[92mok').at(0)?.color).toBe(10)
    expect(parseAnsi('\u001b[38;5;4mblue').at(0)?.color).toBe(4)
  })

  it('does not take the channels of a true colour for codes', () => {
    expect(parseAnsi('\u001b[38;2;1;4;31mx')).toEqual([
      { text: 'x', color: null, bold: false, dim: false, underline: false },
    ])
  })

  it('drops cursor movements, titles and stray control characters', () => {
    expect(texts('\u001b[2Ja\u001b]0;title\u0007b\u0000c').join('')).toBe('abc')
  })

  it('shows characters that would turn the direction of text around', () => {
    expect(texts('user \u202egro.live\u202c \u2067x\u2069').join('')).toBe(
      'user \\u202egro.live\\u202c \\u2067x\\u2069',
    )
    expect(texts('שלום \u200fעולם')).toEqual(['שלום \u200fעולם'])
  })

  it('leaves markup as text', () => {
    expect(texts('<img src=x onerror=alert(1)>')).toEqual(['<img src=x onerror=alert(1)>'])
  })
})
