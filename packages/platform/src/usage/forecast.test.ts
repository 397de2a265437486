import { expect, test } from 'vitest'
import { forecastOf } from './forecast.ts'

test.each([
  ['too few days', [1, 1], 0, 28, null],
  ['even days have no range', [1, 1, 1], 0.5, 27, { cost: 30, low: 30, high: 30 }],
  ['today costs more than usual already', [1, 1, 1], 4, 2, { cost: 8, low: 8, high: 8 }],
  ['the month is over', [1, 1, 1], 0, 0, null],
] as const)('%s', (_, wholeDays, today, days, expected) => {
  expect(forecastOf(wholeDays, today, days)).toEqual(expected)
})

test('uneven days give a range around the mean, never below what is spent', () => {
  const forecast = forecastOf([2, 4, 6], 5, 2)!
  expect(forecast.cost).toBe(21)
  expect(forecast.high).toBeCloseTo(21 + 1.2816 * Math.sqrt(4 * (2 + 4 / 3)), 5)
  expect(forecast.low).toBe(17)
})
