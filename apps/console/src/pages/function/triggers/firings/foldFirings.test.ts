import type { Firing } from '@alcove/contract'
import { expect, test } from 'vitest'
import { foldFirings } from './foldFirings.ts'

const firing = (reason: Firing['reason'], ticks = 1) => ({ reason, ticks }) as Firing
const shown = (firings: Firing[]) => foldFirings(firings).map(({ firing: { reason }, ticks }) => `${reason} ×${ticks}`)

test('a long run of ticks that were skipped for one reason is one row', () => {
  const run = Array.from({ length: 6 }, () => firing('overlap', 2))
  expect(shown([firing(null), ...run, firing('paused'), firing(null)])).toEqual([
    'null ×1',
    'overlap ×12',
    'paused ×1',
    'null ×1',
  ])
})

test('a short run, and what fired, is listed one by one', () => {
  const run = Array.from({ length: 5 }, () => firing('overlap'))
  const fired = Array.from({ length: 9 }, () => firing(null))
  expect(shown([...run, ...fired])).toHaveLength(14)
})
