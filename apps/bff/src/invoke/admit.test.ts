import { LIMITS } from '@alcove/contract'
import { expect, test } from 'vitest'
import { admit, type Causes } from './admit.ts'

const bounds = { hops: 3, calls: 10, inFlight: 4 }

test.each<[string, Causes, string | null]>([
  ['the first call that a function causes', { hops: 1, started: 0, inFlight: 0 }, null],
  ['the last one within all bounds', { hops: 2, started: 9, inFlight: 3 }, null],
  ['one hop too deep', { hops: 3, started: 0, inFlight: 0 }, 'LoopDetected'],
  ['far too deep', { hops: 99, started: 0, inFlight: 0 }, 'LoopDetected'],
  ['one call too many', { hops: 1, started: 10, inFlight: 0 }, 'LoopDetected'],
  ['one call too wide', { hops: 1, started: 4, inFlight: 4 }, 'TooManyRequests'],
  ['too many and too wide: waiting would not help', { hops: 1, started: 10, inFlight: 4 }, 'LoopDetected'],
])('%s: %j → %s', (_, causes, code) => {
  const verdict = admit(causes, bounds)
  expect(verdict.allowed ? null : verdict.code).toBe(code)
})

test('the bounds in force are the published limits, and a refusal says which one it was', () => {
  const at = (causes: Partial<Causes>) => admit({ hops: 1, started: 0, inFlight: 0, ...causes })
  expect(at({ hops: LIMITS.hops })).toMatchObject({ reason: expect.stringContaining(`${LIMITS.hops} functions`) })
  const { calls, inFlight } = LIMITS.lineage
  expect(at({ started: calls })).toMatchObject({ reason: expect.stringContaining(`${calls} calls`) })
  expect(at({ inFlight })).toMatchObject({ reason: expect.stringContaining(`${inFlight} calls`) })
  expect(at({ hops: LIMITS.hops - 1, started: calls - 1, inFlight: inFlight - 1 })).toEqual({ allowed: true })
})
