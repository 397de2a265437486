import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, bucketOf, percentile, valueOf, type Histogram } from './histogram.ts'

const durations = fc.array(fc.double({ min: 0.01, max: 900_000, noNaN: true }), { minLength: 1, maxLength: 500 })
const histogramOf = (values: number[]) => {
  const histogram: Histogram = new Map()
  for (const value of values) add(histogram, bucketOf(value))
  return histogram
}

test('a bucket stands for its values to within 5 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 900_000, noNaN: true }), (value) => {
      expect(Math.abs(valueOf(bucketOf(value)) - value) / value).toBeLessThan(0.05)
    }),
  )
})

test('percentiles are within 5 % of the exact ones, over merged histograms too', () => {
  fc.assert(
    fc.property(durations, durations, fc.constantFrom(0.5, 0.95, 0.99), (a, b, share) => {
      const merged = histogramOf(a)
      for (const [bucket, count] of histogramOf(b)) add(merged, bucket, count)
      const sorted = [...a, ...b].sort((x, y) => x - y)
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!
      expect(Math.abs(percentile(merged, share)! - exact) / exact).toBeLessThan(0.05)
    }),
  )
})

test('an empty histogram has no percentile, and a duration of zero counts', () => {
  expect(percentile(new Map(), 0.95)).toBeNull()
  expect(bucketOf(0)).toBe(0)
})
