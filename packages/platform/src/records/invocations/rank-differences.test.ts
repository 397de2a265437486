import { describe, expect, it } from 'vitest'
import { inputFields } from './input-fields.ts'
import { DifferenceCounts } from './rank-differences.ts'

function ranked(these: Record<string, string>[], rest: Record<string, string>[]) {
  const counts = new DifferenceCounts()
  for (const call of these) counts.add(Object.entries(call), true)
  for (const call of rest) counts.add(Object.entries(call), false)
  return counts.ranked()
}

const times = <T>(count: number, value: (n: number) => T) => Array.from({ length: count }, (_, n) => value(n))

describe('DifferenceCounts', () => {
  it('ranks what only the selected calls have first, and counts the fields that look alike', () => {
    const { items, alike } = ranked(
      times(10, (n) => ({ version: '42', start: n < 5 ? 'cold' : 'warm', trigger: 'http', 'input.id': `o-${n}` })),
      times(100, (n) => ({ version: n < 2 ? '42' : '41', start: 'warm', trigger: 'http', 'input.id': `p-${n}` })),
    )
    expect(items).toEqual([
      { field: 'version', value: '42', these: 1, rest: 0.02 },
      { field: 'start', value: 'cold', these: 0.5, rest: 0 },
    ])
    expect(alike).toBe(2)
  })

  it('says that a field is there when its values differ', () => {
    const { items } = ranked(
      times(10, (n) => ({ 'input.coupon': `c-${n}` })),
      times(10, () => ({})),
    )
    expect(items).toEqual([{ field: 'input.coupon', value: '*', these: 1, rest: 0 }])
  })

  it('prefers a value to the presence of its field', () => {
    const { items } = ranked(
      times(10, () => ({ 'input.coupon': 'X' })),
      times(10, () => ({})),
    )
    expect(items).toEqual([{ field: 'input.coupon', value: 'X', these: 1, rest: 0 }])
  })

  it('takes one call of many for chance', () => {
    const rest = times(100, () => ({ caller: 'b' }))
    expect(ranked([{ caller: 'a' }, ...times(5, () => ({ caller: 'b' }))], rest).items).toEqual([])
  })
})

describe('inputFields()', () => {
  it.for([
    ['scalars by path', '{"a":{"b":1},"c":true}', { 'a.b': '1', c: 'true' }],
    [
      'the first elements of a list',
      '{"lines":[{"sku":"x"},2,3,4]}',
      { 'lines.0.sku': 'x', 'lines.1': '2', 'lines.2': '3' },
    ],
    ['the JSON in a body', String.raw`{"body":"{\"order\":{\"id\":7}}"}`, { 'body.order.id': '7' }],
    ['a body of text', '{"body":"hello"}', { body: 'hello' }],
    [
      'no null, no long value, no key that a filter cannot name',
      `{"a":null,"b":"${'x'.repeat(200)}","c d":1,"e.f":2}`,
      {},
    ],
    ['a key that other code would merge', '{"__proto__":{"x":1}}', { '__proto__.x': '1' }],
    ['nothing of what is no object', '"text"', {}],
    ['nothing of what is no JSON', '{"a":', {}],
  ] as const)('reads %s', ([, text, fields]) => {
    expect(Object.fromEntries(inputFields(text))).toEqual({ ...fields })
  })

  it('stops at a depth and at a number of fields', () => {
    expect(inputFields(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`).size).toBe(0)
    expect(inputFields(JSON.stringify(Object.fromEntries(times(500, (n) => [`k${n}`, n])))).size).toBe(60)
  })
})
