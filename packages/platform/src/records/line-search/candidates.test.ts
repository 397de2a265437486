import { expect, test } from 'vitest'
import type { LogFilter } from '@alcove/contract'
import { candidatesOf } from './candidates.ts'

const functions = new Map([['checkout', 3]])
const text = (word: string): LogFilter => ({ kind: 'text', text: word, match: 'start' })
const wordsOf = (filter: LogFilter, hasNumbers = true) => {
  const candidates = candidatesOf(filter, { functions, hasNumbers })
  return candidates.kind === 'words' ? candidates.of : candidates.kind
}

test('each word that a line must have stands alone, once', () => {
  expect(wordsOf({ kind: 'and', of: [text('order paid'), text('paid')] })).toEqual(['"order"', '"paid" *'])
})

test('of alternatives, lines of each are candidates', () => {
  expect(wordsOf({ kind: 'or', of: [text('order paid'), text('late')] })).toEqual([
    '(("order" AND "paid" *) OR ("late" *))',
  ])
  expect(wordsOf({ kind: 'or', of: [text('late'), { kind: 'not', of: text('paid') }] })).toBe('all')
})

test('a function that a segment does not know has no lines there', () => {
  expect(wordsOf({ kind: 'function', names: ['cards'] })).toBe('none')
  expect(wordsOf({ kind: 'and', of: [text('paid'), { kind: 'function', names: ['checkout'] }] })).toHaveLength(2)
})

test('segments from before numbers were words are searched by the name of the field', () => {
  const slow: LogFilter = { kind: 'number', path: 'card.ms', than: '>', value: 500 }
  expect(wordsOf(slow, false)).toEqual(['"card"', '"ms"'])
  expect(wordsOf(slow)).not.toEqual(wordsOf(slow, false))
})
