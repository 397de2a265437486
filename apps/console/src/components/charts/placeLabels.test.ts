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

test('placeLabels() hides a label that would cover a line or a newer label', () => {
  const labels = [
    { x: 100, text: 'checkout v41' },
    { x: 120, text: 'cart-price v12' },
    { x: 400, text: 'checkout v42' },
  ]
  expect(placeLabels(labels, 800).map((label) => label.shown)).toEqual([true, true, true])
  expect(placeLabels(labels, 800)[0]!.x).toBeLessThan(100)
  expect(placeLabels([{ x: 50, text: 'checkout v41' }, ...labels], 800)[1]!.shown).toBe(false)
})

test('placeLabels() names the newest of lines that are close together, left of all of them at the end of a chart', () => {
  const placed = placeLabels(
    [
      { x: 780, text: 'live v1' },
      { x: 786, text: 'live v2' },
      { x: 792, text: 'live v3' },
    ],
    800,
  )
  expect(placed.map(({ shown }) => shown)).toEqual([false, false, true])
  expect(placed[2]!.x).toBeCloseTo(780 - 9 - 7 * 6.3)
})

test('placeLabels() leaves the room left of a line to its label where the chart ends', () => {
  const placed = placeLabels(
    [
      { x: 680, text: 'live v1' },
      { x: 790, text: 'live v2' },
    ],
    800,
  )
  expect(placed.map(({ shown }) => shown)).toEqual([true, true])
})

test('placeLabels() knows that Chinese characters are wider', () => {
  expect(placeLabels([{ x: 790, text: '配额变更' }], 800)[0]!.x).toBe(790 - 9 - 4 * 10.5)
})
