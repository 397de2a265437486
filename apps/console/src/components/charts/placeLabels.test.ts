import { expect, test } from 'vitest'
import { placeLabels } from './placeLabels.ts'

test('placeLabels() puts a label right of its line, and left where the chart ends', () => {
  const [first, last] = placeLabels(
    [
      { x: 100, text: 'checkout v41' },
      { x: 780, text: 'checkout v42' },
    ],
    800,
  )
  expect(first).toEqual({ x: 109, shown: true })
  expect(last!.shown).toBe(true)
  expect(last!.x).toBeLessThan(780)
})

test('placeLabels() hides a label that would cover the one before it', () => {
  const labels = [
    { x: 100, text: 'checkout v41' },
    { x: 120, text: 'cart-price v12' },
    { x: 400, text: 'checkout v42' },
  ]
  expect(placeLabels(labels, 800).map((label) => label.shown)).toEqual([true, true, true])
  expect(placeLabels(labels, 800)[0]!.x).toBeLessThan(100)
  expect(placeLabels([{ x: 50, text: 'checkout v41' }, ...labels], 800)[1]!.shown).toBe(false)
})

test('placeLabels() knows that Chinese characters are wider', () => {
  expect(placeLabels([{ x: 790, text: '配额变更' }], 800)[0]!.x).toBe(790 - 9 - 4 * 10.5)
})
