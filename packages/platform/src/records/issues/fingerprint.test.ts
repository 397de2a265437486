import { expect, test } from 'vitest'
import { messageShape, shapeOf } from './fingerprint.ts'

test.each([
  ["Cannot read properties of undefined (reading 'amount')", 'Cannot read properties of undefined (reading "…")'],
  ['Order 88214 of 019a0000-aaaa-7bbb-8ccc-0123456789ab failed', 'Order <n> of <id> failed'],
  ['connect ECONNREFUSED 10.0.3.7:5432', 'connect ECONNREFUSED <n>'],
  ['token 4bf92f3577b34da6a3ce929d0e0e4736 expired\n  at 12:30', 'token <id> expired at <n>'],
  ['internationalization failed', 'internationalization failed'],
])('the shape of %j is %j', (message, shape) => {
  expect(messageShape(message)).toBe(shape)
})

const stack = (line: number) => `TypeError: x
    at price (/code/cart.ts:${line}:9)
    at handler (/code/handler.ts:3:1)
    at process.processTicks (node:internal/process/task_queues:105:5)`
const print = (name: string, message: string, text?: string) => shapeOf({ name, message, stack: text }).fingerprint

test('errors with one cause are one issue, even after an edit moved the line', () => {
  expect(print('TypeError', 'no price for 7', stack(4))).toBe(print('TypeError', 'no price for 12', stack(9)))
})

test('another type, message or place is another issue', () => {
  const one = print('TypeError', 'no price', stack(4))
  expect(print('RangeError', 'no price', stack(4))).not.toBe(one)
  expect(print('TypeError', 'no stock', stack(4))).not.toBe(one)
  expect(print('TypeError', 'no price', stack(4).replace('cart.ts', 'stock.ts'))).not.toBe(one)
})

test('frames of the runtime are left out', () => {
  expect(shapeOf({ name: 'TypeError', message: '', stack: stack(4) }).frames).toEqual([
    'at price (/code/cart.ts:4:9)',
    'at handler (/code/handler.ts:3:1)',
  ])
})

test('messages that differ only far into a long text are one issue', () => {
  const long = 'x y'.repeat(1_000)
  expect(print('E', `${long} one`)).toBe(print('E', `${long} two`))
})
