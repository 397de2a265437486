import { expect, test } from 'vitest'
import { healthOf } from './health-of.ts'

const of = (invocations: number, failures: number) => ({ invocations, failures })
const nothing = of(0, 0)

test.for([
  ['idle', nothing, nothing, 'a day without a call'],
  ['healthy', of(100, 0), of(100, 0), 'no failure'],
  ['healthy', of(1_000, 9), of(1_000, 9), 'fewer than one in a hundred'],
  ['degraded', of(100, 1), of(100, 1), 'one in a hundred'],
  ['failing', of(2, 1), of(100, 1), 'half of the last hour'],
  ['healthy', of(10, 0), of(100, 60), 'a bad day with a good last hour'],
  ['failing', nothing, of(3, 3), 'not called in the last hour, and failing before'],
] as const)('%s: %4$s', ([health, hour, day]) => {
  expect(healthOf({ hour, day })).toBe(health)
})
