import { expect, test } from 'vitest'
import { formatQuery, parseQuery, tokenValue } from './query.ts'

const keys = ['status', 'alias', 'time']

test('parseQuery() takes known keys as tokens and leaves the rest as text', () => {
  expect(parseQuery('status:timeout cart http://x alias:live', keys)).toEqual({
    tokens: [
      { key: 'status', value: 'timeout' },
      { key: 'alias', value: 'live' },
    ],
    text: 'cart http://x',
  })
})

test('parseQuery() keeps spaces inside quotes and formatQuery() writes them back', () => {
  const query = 'time:"21:12 to 21:41" no stock'
  const parsed = parseQuery(query, keys)
  expect(tokenValue(parsed, 'time')).toBe('21:12 to 21:41')
  expect(formatQuery(parsed)).toBe(query)
})

test('parseQuery() leaves a key without a value as text', () => {
  expect(parseQuery('status: ', keys)).toEqual({ tokens: [], text: 'status:' })
})
