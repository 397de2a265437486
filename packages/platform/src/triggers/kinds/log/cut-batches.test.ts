import { LogTriggerConfig } from '@alcove/contract'
import { expect, test } from 'vitest'
import { cutBatches } from './cut-batches.ts'

const config = (batchSize: number, batchWindowSeconds: number) =>
  LogTriggerConfig.parse({ function: 'noisy', batchSize, batchWindowSeconds })
const lines = (...fedAt: number[]) => fedAt.map((at) => ({ message: 'x', fedAt: at }))

test.each([
  { fedAt: [], size: 2, window: 1, now: 0, batches: [], dueAt: null },
  { fedAt: [0, 0, 0, 0], size: 2, window: 10, now: 0, batches: [2, 2], dueAt: null },
  { fedAt: [0, 0, 0], size: 2, window: 10, now: 9_999, batches: [2], dueAt: 10_000 },
  { fedAt: [0, 0, 0], size: 2, window: 10, now: 10_000, batches: [2, 1], dueAt: null },
  // Ids follow the clocks of several servers: the oldest is not always the first.
  { fedAt: [500, 200], size: 5, window: 1, now: 1_000, batches: [], dueAt: 1_200 },
  { fedAt: [5], size: 5, window: 0, now: 5, batches: [1], dueAt: null },
])('$fedAt by $size within $window s at $now', ({ fedAt, size, window, now, batches, dueAt }) => {
  const cut = cutBatches(lines(...fedAt), config(size, window), now)
  expect({ batches: cut.batches.map(({ length }) => length), dueAt: cut.dueAt }).toEqual({ batches, dueAt })
})

test('a batch has no more text than an event takes', () => {
  const long = Array.from({ length: 40 }, () => ({ message: 'x'.repeat(32 * 1024), fedAt: 0 }))
  expect(cutBatches(long, config(100, 0), 0).batches.map(({ length }) => length)).toEqual([32, 8])
})
