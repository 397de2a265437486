import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineMatcher, type LogFilter } from '@alcove/contract'
import { numberWords, wordsOfComparison } from './number-words.ts'

const line = (message: string) => ({ level: 'info', function: 'f', version: null, invocationId: '', message }) as const

type Comparison = Extract<LogFilter, { kind: 'number' }>

function isCandidate(message: string, path: string, than: Comparison['than'], value: number): boolean {
  const beginnings = wordsOfComparison({ kind: 'number', path, than, value })
  return numberWords(message).some((word) => beginnings.some((beginning) => word.startsWith(beginning)))
}

const numbers = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.integer({ min: -3, max: 3 }))
const comparisons = fc.constantFrom<Comparison['than'][]>('>', '>=', '<', '<=')

test('the index has every line that a comparison finds', () => {
  fc.assert(
    fc.property(numbers, comparisons, numbers, fc.boolean(), (value, than, limit, asText) => {
      const message = JSON.stringify({ card: { ms: asText ? String(value) : value } })
      const isFound = lineMatcher({ kind: 'number', path: 'card.ms', than, value: limit })(line(message))
      expect(isCandidate(message, 'card.ms', than, limit) || !isFound).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('it leaves out lines whose number is on the other side, and those of other fields', () => {
  const message = '{"ms":120,"code":"404"}'
  expect(isCandidate(message, 'ms', '>', 100)).toBe(true)
  expect(isCandidate(message, 'ms', '>', 200)).toBe(false)
  expect(isCandidate(message, 'ms', '<', 60)).toBe(false)
  expect(isCandidate(message, 'code', '>=', 404)).toBe(true)
  expect(isCandidate(message, 'size', '>', 0)).toBe(false)
  expect(isCandidate('{"ms":-0.0}', 'ms', '>=', 0)).toBe(true)
})

test('elements of a list have no paths of their own, neither in the index nor in the check', () => {
  const message = '{"items":[{"ms":120},5]}'
  for (const path of ['items.0.ms', 'items.1', 'items.length']) {
    expect(isCandidate(message, path, '>', 1)).toBe(false)
    expect(lineMatcher({ kind: 'number', path, than: '>', value: 1 })(line(message))).toBe(false)
  }
  expect(isCandidate(message, 'items', '>', 1)).toBe(true)
})

test('lines with numbers beyond counting can match', () => {
  const message = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`n${n}`, n])))
  expect(isCandidate(message, 'n99', '>', 98)).toBe(true)
  expect(numberWords('plain text 12')).toEqual([])
})
