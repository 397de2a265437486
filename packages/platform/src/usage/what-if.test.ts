import { expect, test } from 'vitest'
import { exceededBy } from './exceeded-by.ts'
import { whatIf, type MeasuredFunction, type Recorded } from './what-if.ts'

const HOUR = 3600_000
const day = Date.parse('2026-11-02T00:00:00Z')
/** So many hours from then on with 1,000 calls of a second each with 1024 MB: a GB-second a call. */
const hoursOf = (functionId: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    hour: new Date(day + n * HOUR),
    functionId,
    calls: 1_000,
    billedMs: 1_000_000,
    mbMs: 1_024_000_000,
    bytesOut: 1_000_000,
  }))
const lists = [
  {
    id: '1',
    validFrom: new Date(0),
    setBy: 'ada',
    currency: 'EUR',
    perMillionCalls: 1_000,
    perGbSecond: 0.01,
    perGbOut: 0,
    perGbMonth: 0,
    freeCalls: 0,
    freeGbSeconds: 0,
  },
]
const measured: MeasuredFunction = { id: 'a', memoryMb: 1024, cpus: null, coresUsed: 4, peakMemoryMb: 188, p95Ms: 700 }
const recorded = (fn: Partial<MeasuredFunction> | null): Recorded => ({
  hours: [...hoursOf('a', 24), ...hoursOf('b', 24)],
  lists,
  fn: fn && { ...measured, ...fn },
})
const asked = { prices: {}, callsPercent: 100, quota: {} }
/** 24 hours of 1,000 calls at 0.001, and as many GB-seconds at 0.01. */
const [CALLS, COMPUTE] = [24, 240]

test.for([
  ['keeps its cost at the size it has', {}, 1024, CALLS + COMPUTE],
  ['that uses its whole share costs the same with half of it, and takes twice as long', {}, 512, CALLS + COMPUTE],
  ['that uses little of its share costs half with half of it', { coresUsed: 0.4 }, 512, CALLS + COMPUTE / 2],
  ['that uses a core slows down below a core only', { coresUsed: 1 }, 128, CALLS + (COMPUTE / 8) * 2],
  ['whose share was not measured is taken to keep its duration', { coresUsed: null }, 512, CALLS + COMPUTE / 2],
  ['with a share of its own keeps its duration', { cpus: 4 }, 2048, CALLS + COMPUTE * 2],
] as const)('a function %s', ([, fn, memoryMb, cost]) => {
  const answer = whatIf(recorded(fn), { ...asked, memoryMb })
  expect(answer.function).toEqual({ now: CALLS + COMPUTE, changed: cost })
  expect(answer.space).toEqual({ now: 2 * (CALLS + COMPUTE), changed: cost + CALLS + COMPUTE })
})

test('sizes are told with duration, cost of a million calls, and whether the memory that was measured fits', () => {
  const { sizes, evidence } = whatIf(recorded({}), asked)
  expect(evidence).toEqual({ memoryMb: 1024, coresUsed: 4, peakMemoryMb: 188, p95Ms: 700 })
  expect(sizes.map(({ memoryMb, fits }) => [memoryMb, fits])).toEqual([
    [128, false],
    [256, true],
    [512, true],
    [1024, true],
    [2048, true],
    [4096, true],
  ])
  expect(sizes.find(({ current }) => current)).toMatchObject({ memoryMb: 1024, p95Ms: 700, perMillionCalls: 11_000 })
  expect(sizes[2]).toMatchObject({ memoryMb: 512, p95Ms: 1400, durationFactor: 2 })
})

test('other prices and more calls change the whole space', () => {
  const answer = whatIf(recorded(null), { ...asked, prices: { perGbSecond: 0 }, callsPercent: 200 })
  expect(answer).toMatchObject({ function: null, evidence: null, sizes: [], calls: 48_000 })
  expect(answer.space).toEqual({ now: 2 * (CALLS + COMPUTE), changed: 4 * CALLS })
})

test('limits that usage would have passed: how often, from when, and how many calls would have been refused', () => {
  const hours = hoursOf('a', 48).map((hour) => ({ ...hour, cost: 1 }))
  const quota = { executionsPerDay: 12_500, executionsPerMonth: 48_000, gbSecondsPerDay: 6_000, spendPerMonth: 47 }
  expect(exceededBy(hours, quota)).toEqual([
    {
      limit: 'executionsPerDay',
      allowed: 12_500,
      most: 24_000,
      suspensions: 2,
      refusedCalls: 23_000,
      first: '2026-11-02T12:00:00.000Z',
    },
    { limit: 'executionsPerMonth', allowed: 48_000, most: 48_000, suspensions: 0, refusedCalls: 0, first: null },
    {
      limit: 'gbSecondsPerDay',
      allowed: 6_000,
      most: 24_000,
      suspensions: 2,
      refusedCalls: 36_000,
      first: '2026-11-02T06:00:00.000Z',
    },
    {
      limit: 'spendPerMonth',
      allowed: 47,
      most: 48,
      suspensions: 1,
      refusedCalls: 1_000,
      first: '2026-11-03T23:00:00.000Z',
    },
  ])
})
