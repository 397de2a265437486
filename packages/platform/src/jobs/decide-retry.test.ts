import { expect, test } from 'vitest'
import { decideRetry } from './decide-retry.ts'

const policy = { maxAttempts: 4, firstDelayMs: 1000, maxDelayMs: 3000 }

test.for([
  { attempt: 1, random: 0, decision: { kind: 'retry', inMs: 500 } },
  { attempt: 1, random: 0.5, decision: { kind: 'retry', inMs: 750 } },
  { attempt: 2, random: 0, decision: { kind: 'retry', inMs: 1000 } },
  { attempt: 3, random: 0, decision: { kind: 'retry', inMs: 1500 } },
  { attempt: 4, random: 0, decision: { kind: 'giveUp' } },
  { attempt: 5, random: 0, decision: { kind: 'giveUp' } },
])('after attempt $attempt of 4 with $random: $decision', ({ attempt, random, decision }) => {
  expect(decideRetry(policy, attempt, random)).toEqual(decision)
})

test('a delay never overflows, however many attempts are allowed', () => {
  const endless = { maxAttempts: Infinity, firstDelayMs: 1000, maxDelayMs: 60_000 }
  expect(decideRetry(endless, 5000, 0.999)).toEqual({ kind: 'retry', inMs: 59_970 })
})
