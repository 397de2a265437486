import { expect, test } from 'vitest'
import { valuesIn, withoutSecrets } from './eventText.ts'

test('what every object inherits is not in an event', () => {
  expect(valuesIn('{}')!['constructor']).toBeUndefined()
  expect(valuesIn('{"constructor":1}')!['constructor']).toBe(1)
  const secret = { type: 'object', properties: { toString: { type: 'string', writeOnly: true } } }
  expect(withoutSecrets('{"a":1}', secret)).toBe('{"a":1}')
})
