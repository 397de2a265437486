import { expect, test } from 'vitest'
import { outlookOf } from './outlook.ts'

const statement = { total: 10, forecast: { cost: 30, low: 25, high: 35 } }

test('a change halves what is left of this month, and all of the next', () => {
  expect(outlookOf({ space: { now: 8, changed: 4 } }, statement)).toEqual({
    month: { now: 30, changed: 20 },
    next: { now: 30, changed: 15 },
  })
})

test('without a forecast, or where nothing was paid, there is none', () => {
  expect(outlookOf({ space: { now: 8, changed: 4 } }, { ...statement, forecast: null })).toBeNull()
  expect(outlookOf({ space: { now: 0, changed: 0 } }, statement)).toBeNull()
})
