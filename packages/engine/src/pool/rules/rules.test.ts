import { expect, test } from 'vitest'
import { backOffMs } from './back-off.ts'
import { prewarmTarget } from './prewarm-target.ts'
import { throttleReason, type Limits } from './throttle-reason.ts'

test.for([
  [0, 0],
  [1, 1000],
  [2, 2000],
  [5, 16_000],
  [50, 300_000],
] as const)('after %i failed starts in a row the next one waits %i ms', ([failures, ms]) => {
  expect(backOffMs(failures)).toBe(ms)
})

test.for([
  [0, 0, 0],
  [0, 2, 2],
  [1, 0, 1],
  [4, 0, 1],
  [5, 0, 2],
  [5, 2, 2],
  [20, 2, 5],
  [1000, 2, 8],
  [1000, 12, 12],
] as const)('%i starts in a minute and a floor of %i keep %i sandboxes waiting', ([lastMinute, floor, target]) => {
  expect(prewarmTarget({ lastMinute, floor })).toBe(target)
})

const limits = (given: Partial<Limits>): Limits => ({
  waitedMs: 10_000,
  instances: 3,
  maxInstances: 20,
  slots: 1,
  nodeInstances: 50,
  maxNodeInstances: 1000,
  freeMb: 4096,
  memoryMb: 256,
  memoryBudgetMb: 8192,
  ...given,
})

test.for([
  [{ instances: 20 }, 'All 20 instances that this revision may have were busy for 10 s'],
  [{ instances: 1, maxInstances: 1 }, 'The one instance that this revision may have was busy for 10 s'],
  [
    { instances: 2, maxInstances: 2, slots: 8 },
    'All 2 instances that this revision may have, each with 8 calls, were busy for 10 s',
  ],
  [{ nodeInstances: 1000 }, 'All 1000 instances that this machine may run were in use for 10 s'],
  [{ freeMb: 255 }, 'The memory for functions on this machine (8192 MB) was in use for 10 s'],
  [{ waitedMs: 1234 }, 'This machine could not start instances fast enough: the call waited for 1.2 s'],
] as const)('a call that ran into %o is told so', ([given, message]) => {
  expect(throttleReason(limits(given))).toBe(message)
})
