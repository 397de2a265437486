import { AlcoveError } from '@alcove/contract'
import { expect, test } from 'vitest'
import { parseJson } from '../wire/json.ts'
import { refuseUnstorable } from './body.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'no error'
  } catch (error) {
    return error instanceof AlcoveError ? error.code : error
  }
}

test.each(['{"a":"\\ud800"}', '{"a":[{"b":"x\\udc00"}]}', '{"\\ud800":1}', '{"files":{"__proto__":"x"}}'])(
  '%s cannot be stored and is refused',
  (text) => expect(codeOf(() => refuseUnstorable(parseJson(bytes(text))))).toBe('ValidationFailed'),
)

test('whole characters of any plane can be stored', () => {
  expect(() => refuseUnstorable({ a: ['函数 😀', null, 1, { constructor: 'x' }] })).not.toThrow()
})
