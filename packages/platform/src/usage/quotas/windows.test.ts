import { expect, test } from 'vitest'
import { neededFor } from './needed-for.ts'
import { windowOf } from './windows.ts'

test.each([
  ['executionsPerMinute', '2026-11-28T07:00:59.999Z', '2026-11-28T07:00:00.000Z', '2026-11-28T07:01:00.000Z'],
  ['executionsPerDay', '2026-11-28T00:00:00.000Z', '2026-11-28T00:00:00.000Z', '2026-11-29T00:00:00.000Z'],
  ['gbSecondsPerDay', '2024-02-29T23:59:59.999Z', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
  ['executionsPerMonth', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['logMbPerDay', '2026-11-28T07:00:00.000Z', '2026-11-28T00:00:00.000Z', '2026-11-29T00:00:00.000Z'],
  ['spendPerMonth', '2026-11-28T07:00:00.000Z', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['gbSecondsPerMonth', '2024-02-10T12:00:00.000Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
] as const)('%s at %s', (limit, now, startsAt, endsAt) => {
  const window = windowOf(limit, Date.parse(now))
  expect(new Date(window.startsAt).toISOString()).toBe(startsAt)
  expect(new Date(window.endsAt).toISOString()).toBe(endsAt)
})

test.each([
  [0.5, 100, 200],
  [0.01, 100, null],
  [1, 100, 100],
])('when %s of a window used %s, all of it needs %s', (share, used, needed) => {
  expect(neededFor(used, { startsAt: 0, endsAt: 1_000 }, share * 1_000)).toBe(needed)
})
