import { expect, test } from 'vitest'
import { niceMax } from './ticks.ts'

test.each([
  [0, 2],
  [1, 2],
  [3, 3],
  [13, 20],
  [47, 60],
  [280, 300],
  [1_001, 2_000],
  [16_400, 20_000],
])('niceMax(%i) is %i', (max, nice) => {
  expect(niceMax(max)).toBe(nice)
})

test('niceMax() is never below what it is given', () => {
  for (let max = 1; max < 5_000; max += 7) expect(niceMax(max)).toBeGreaterThanOrEqual(max)
})
