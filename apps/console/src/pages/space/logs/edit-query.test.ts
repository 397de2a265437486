import { expect, test } from 'vitest'
import { toggleValue, valuesOf } from './edit-query.ts'

test.each([
  ['', 'level', 'error', 'level:error'],
  ['timeout', 'level', 'error', 'timeout level:error'],
  ['level:error timeout', 'level', 'warn', 'level:error,warn timeout'],
  ['a level:error,warn b', 'level', 'error', 'a level:warn b'],
  ['a level:error b', 'level', 'error', 'a b'],
  ['-level:info', 'level', 'error', '-level:info level:error'],
  ['(level:info)', 'level', 'error', '(level:info) level:error'],
  ['', 'note', 'say "hi", you', String.raw`note:"say \"hi\", you"`],
])('%s with %s:%s becomes %s', (query, key, value, next) => {
  expect(toggleValue(query, key, value)).toBe(next)
  expect(valuesOf(next, key).includes(value)).toBe(!valuesOf(query, key).includes(value))
})
