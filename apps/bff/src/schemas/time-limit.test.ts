import { expect, test } from 'vitest'
import { withinTime } from './time-limit.ts'

test('code that works for too long is ended', () => {
  expect(
    withinTime(20, () => {
      for (;;);
    }),
  ).toBe(null)
})

test('code that got no processor time runs again', () => {
  let runs = 0
  const answer = withinTime(50, () => {
    runs += 1
    // Waits without working, as on a machine that is busy with something else.
    if (runs === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
    return 'done'
  })
  expect([answer, runs]).toEqual([{ value: 'done' }, 2])
})
