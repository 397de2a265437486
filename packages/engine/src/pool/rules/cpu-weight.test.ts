import { expect, test } from 'vitest'
import { cpuWeight } from './cpu-weight.ts'

test.for([
  [0, 1024],
  [0.05, 1024],
  [0.06, 512],
  [0.1, 512],
  [0.11, 256],
  [1, 32],
  [2, 16],
  [64, 2],
])('%d cores weigh %d', ([cores, weight]) => expect(cpuWeight(cores!)).toBe(weight))

test('instances of a function never weigh more because it uses more', () => {
  const weights = Array.from({ length: 200 }, (_, step) => cpuWeight(step * 0.02))
  expect(weights).toEqual(weights.toSorted((a, b) => b - a))
})
