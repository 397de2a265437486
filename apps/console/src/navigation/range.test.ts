import { expect, test } from 'vitest'
import { between, parseRange, shifted, type Span, spanOf } from './range.ts'

const NOW = Date.parse('2026-11-21T21:48:00Z')
const at = (time: string) => Date.parse(`2026-11-21T${time}Z`)

test.each([
  ['3h', { from: NOW - 10_800_000, to: NOW }],
  ['2026-11-21T19:30:00Z..2026-11-21T21:00:00Z', { from: at('19:30:00'), to: at('21:00:00') }],
] as const)('%s is a stretch of time', (range, span) => {
  expect(spanOf(range, NOW)).toEqual(span)
})

test.each([
  ['1h', '1h'],
  ['30d', undefined],
  ['2026-11-21T19:30:00.000Z..2026-11-21T21:00Z', '2026-11-21T19:30:00Z..2026-11-21T21:00:00Z'],
  ['2026-11-21T21:00:00Z..2026-11-21T19:30:00Z', undefined],
  ['yesterday..today', undefined],
  [3, undefined],
])('reads %s from an address as %s', (given, range) => {
  expect(parseRange(['1h', '3h'], given)).toBe(range)
})

test('a stretch moves by its own length and never into the future', () => {
  const span = { from: at('19:00:00'), to: at('20:00:00') }
  const text = ({ from, to }: Span) => between([from, to])
  expect(text(shifted(span, -1, NOW))).toBe('2026-11-21T18:00:00Z..2026-11-21T19:00:00Z')
  expect(text(shifted(shifted(span, 1, NOW), 1, NOW))).toBe('2026-11-21T20:48:00Z..2026-11-21T21:48:00Z')
})
