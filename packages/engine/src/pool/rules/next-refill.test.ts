import { expect, test } from 'vitest'
import { nextRefill, type NextRefill, type Supply } from './next-refill.ts'

const supply = (ready: number, target: number, affordable = true): Supply => ({ ready, target, affordable })

test.for<[string, Supply[], NextRefill]>([
  ['nothing where all have what they should', [supply(2, 2), supply(0, 0)], null],
  ['one of the kind that lacks some', [supply(2, 2), supply(1, 3)], { start: 1 }],
  ['one of the kind that has the fewest, however many another lacks', [supply(2, 8), supply(1, 2)], { start: 1 }],
  ['one that there is room for, before one that has fewer', [supply(1, 2, false), supply(2, 3)], { start: 1 }],
  ['nothing where there is room for none of them', [supply(2, 6, false), supply(5, 6, false)], null],
  [
    'room for a kind that has none, from the one that has the most',
    [supply(3, 6, false), supply(5, 6, false), supply(0, 1, false)],
    { remove: 1 },
  ],
  ['no room from those that have only one each', [supply(1, 2, false), supply(0, 1, false)], null],
])('starts or takes away %s', ([, supplies, next]) => {
  expect(nextRefill(supplies)).toEqual(next)
})
