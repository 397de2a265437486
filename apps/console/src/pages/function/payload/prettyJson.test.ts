import { describe, expect, it } from 'vitest'
import { prettyJson } from './prettyJson.ts'

describe('prettyJson()', () => {
  it.each([
    {},
    [],
    'text with "quotes", [brackets] and \\',
    [[], {}, [1]],
    { a: [1, { b: null }], 'c:,{': '}{][', d: {} },
    -1.5e10,
  ])('indents as JSON.stringify does: %j', (value) => {
    expect(prettyJson(JSON.stringify(value))).toEqual({ text: JSON.stringify(value, null, 2), json: true })
  })
  it.each(['1234567890123456789', '1e400', '-0.10', '1234567890.123456789012'])('keeps the digits of %s', (number) => {
    expect(prettyJson(`{"n":${number}}`).text).toBe(`{\n  "n": ${number}\n}`)
  })
  it('leaves JSON as it is whose indentation would have no end', () => {
    const deep = '['.repeat(5_000) + ']'.repeat(5_000)
    expect(prettyJson(deep)).toEqual({ text: deep, json: true })
    const numbers = JSON.stringify({ prices: Array.from({ length: 300_000 }, (_, n) => n) })
    expect(prettyJson(numbers).text).toBe(JSON.stringify(JSON.parse(numbers), null, 2))
  })
  it('leaves what is not JSON as it is', () => {
    expect(prettyJson('{"a": NaN}')).toEqual({ text: '{"a": NaN}', json: false })
  })
})
