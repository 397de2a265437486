import { expect, test } from 'vitest'
import { findExpired, type IdleInstance, type Retention } from './find-expired.ts'

const retention = (given: Partial<Retention> = {}): Retention => ({
  instances: 3,
  minInstances: 0,
  idleTimeoutMs: 1000,
  maxAgeMs: 100_000,
  maxInvocations: 100,
  ...given,
})
const idle = (idleMs: number, given: Partial<IdleInstance> = {}): IdleInstance => ({
  idleMs,
  ageMs: 5000,
  invocations: 1,
  ...given,
})

test.for([
  ['nobody is idle', [], retention(), []],
  ['all were used a moment ago', [idle(10), idle(999)], retention(), []],
  ['one has been idle for too long', [idle(10), idle(1000)], retention(), [{ at: 1, reason: 'idle' }]],
  [
    'the longest idle goes, down to those to be kept',
    [idle(2000), idle(4000), idle(3000)],
    retention({ minInstances: 2 }),
    [{ at: 1, reason: 'idle' }],
  ],
  [
    'busy ones count among those to be kept',
    [idle(2000)],
    retention({ instances: 3, minInstances: 2 }),
    [{ at: 0, reason: 'idle' }],
  ],
  ['as many as are to be kept', [idle(9000), idle(9000)], retention({ instances: 2, minInstances: 2 }), []],
  ['one is old', [idle(1, { ageMs: 100_000 })], retention(), [{ at: 0, reason: 'recycled' }]],
  ['one has served often', [idle(1, { invocations: 100 })], retention(), [{ at: 0, reason: 'recycled' }]],
  [
    'those to be kept are renewed all the same',
    [idle(1, { ageMs: 100_000 })],
    retention({ instances: 1, minInstances: 1 }),
    [{ at: 0, reason: 'recycled' }],
  ],
] as const)('%s', ([, instances, how, expired]) => {
  expect(findExpired(instances, how)).toEqual(expired)
})
