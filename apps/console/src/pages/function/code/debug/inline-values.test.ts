import { expect, it } from 'vitest'
import { inlineValues } from './inline-values.ts'

const text = (value: string) => ({ type: 'string', value })
const number = (value: number) => ({ type: 'number', value, description: String(value) })

it('writes each variable at its last mention down to the paused line', () => {
  const lines = ['function price(cents, count) {', '  const total = cents * count', '  order.total(cents)']
  const variables = [
    { name: 'cents', value: number(250) },
    { name: 'count', value: number(4) },
    { name: 'total', value: number(1000) },
  ]
  expect([...inlineValues(lines, variables, 120)]).toEqual([
    [3, 'cents: 250'],
    [2, 'total: 1000, count: 4'],
  ])
})

it('writes a variable without a value on the paused line alone', () => {
  const nothing = { type: 'undefined' }
  expect([...inlineValues(['let later', 'let now'], [{ name: 'later', value: nothing }], 120)]).toEqual([])
  expect([...inlineValues(['let now'], [{ name: 'now', value: nothing }], 120)]).toEqual([[1, 'now: undefined']])
})

it('takes the inner of two variables of one name', () => {
  const variables = [
    { name: 'at', value: number(1) },
    { name: 'at', value: number(2) },
  ]
  expect(inlineValues(['at'], variables, 120).get(1)).toBe('at: 1')
})

it('masks secrets, cuts long values and keeps them in one line', () => {
  const preview = { overflow: false, properties: [{ name: 'a', type: 'string', value: 'x\ny' }] }
  const values = { key: text('[secret KEY]'), long: text('x'.repeat(200)), both: { type: 'object', preview } }
  const variables = Object.entries(values).map(([name, value]) => ({ name, value }))
  const lines = ['key', 'long', 'both']
  const texts = inlineValues(lines, variables, 120)
  expect(texts.get(1)).toBe('key: ••••••••')
  expect(texts.get(2)).toMatch(/^long: "x{38}…$/)
  expect(texts.get(3)).toBe("both: { a: 'x y' }")
})

it('cuts the values of a line where they would leave the editor', () => {
  const variables = ['one', 'two', 'three'].map((name) => ({ name, value: text('x'.repeat(30)) }))
  const [line, long] = ['f(one, two, three)', `f(one, two, three) // ${'y'.repeat(100)}`]
  const width = line.length + inlineValues([line], variables, 80).get(1)!.length
  expect(width).toBeLessThan(80)
  expect(width).toBeGreaterThan(70)
  // A line that fills the editor still begins to say them.
  expect(inlineValues([long], variables, 80).get(1)).toMatch(/^one: "x{4,}…$/)
})
