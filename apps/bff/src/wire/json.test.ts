import { AlcoveError } from '@alcove/contract'
import { expect, test } from 'vitest'
import { parseJson } from './json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'no error'
  } catch (error) {
    return error instanceof AlcoveError ? error.code : error
  }
}

test('any JSON is accepted, nested up to the limit', () => {
  expect(parseJson(bytes('"text"'))).toBe('text')
  expect(parseJson(bytes('['.repeat(100) + ']'.repeat(100)))).toBeInstanceOf(Array)
  expect(parseJson(bytes(`["${'['.repeat(500)}\\"["]`))).toHaveLength(1)
})

test('deeper JSON is refused before it is parsed', () => {
  expect(codeOf(() => parseJson(bytes('['.repeat(101) + ']'.repeat(101))))).toBe('ValidationFailed')
  expect(codeOf(() => parseJson(bytes('{"a":'.repeat(1_000_000))))).toBe('ValidationFailed')
})

test('JSON with more values is refused before it is parsed, and brackets in strings do not count', () => {
  const limits = { depth: 10, values: 5 }
  for (const text of ['[1,2,3,4]', '{"a":1,"b":2,"c":3}', '[[],[]]', '["[,{,[,{"]']) {
    expect(() => parseJson(bytes(text), limits)).not.toThrow()
  }
  for (const text of ['[1,2,3,4,5]', '[[],[],[]]', '{"a":1,"b":2,"c":3,"d":4,"e":5}', '[,,,,,,']) {
    expect(codeOf(() => parseJson(bytes(text), limits))).toBe('ValidationFailed')
  }
  expect(codeOf(() => parseJson(bytes(`[${'{},'.repeat(2_000_000)}{}]`)))).toBe('ValidationFailed')
})

test.each(['', '{', "{'a':1}", 'undefined', '{"a":1,}', 'NaN'])('%j is malformed', (text) => {
  expect(codeOf(() => parseJson(bytes(text)))).toBe('MalformedJson')
})

test('bytes that are not UTF-8 are malformed', () => {
  expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('MalformedJson')
})
