import { DEFAULT_TASK_POLICY, type TaskPolicy } from '@alcove/contract'
import { expect, test } from 'vitest'
import { decideEnd, retryDelay, type AttemptOutcome } from './decide-end.ts'

const failed = (retry: 'counted' | 'uncounted' | 'never'): AttemptOutcome => ({
  kind: 'failed',
  code: 'FunctionError',
  error: { name: 'Error', message: 'no' },
  retry,
})

test.each<[string, number, AttemptOutcome, Partial<TaskPolicy>, object]>([
  ['a success', 1, { kind: 'succeeded' }, {}, { state: 'succeeded' }],
  ['a first failure', 1, failed('counted'), {}, { state: 'retrying', inMs: 1000, uncounted: false }],
  ['a second failure', 2, failed('counted'), {}, { state: 'retrying', inMs: 3000, uncounted: false }],
  ['the last failure', 3, failed('counted'), {}, { state: 'dead' }],
  ['the last failure without dead letters', 3, failed('counted'), { deadLetters: false }, { state: 'failed' }],
  ['the only failure', 1, failed('counted'), { retries: 0 }, { state: 'dead' }],
  ['what no retry can mend', 1, failed('never'), { retries: 10 }, { state: 'dead' }],
  ['no room at first', 1, failed('uncounted'), { retries: 0 }, { state: 'queued', inMs: 1250, uncounted: true }],
  ['no room on a retry', 3, failed('uncounted'), {}, { state: 'retrying', inMs: 1250, uncounted: true }],
  ['a retry beyond the maximum age', 1, failed('counted'), { firstRetrySeconds: 60 }, { state: 'expired' }],
  ['a server that stops', 1, { kind: 'released', inMs: 0 }, {}, { state: 'queued', inMs: 0, uncounted: true }],
  [
    'a quota beyond the maximum age',
    1,
    { kind: 'held', inMs: 90_000 },
    {},
    { state: 'queued', inMs: 90_000, uncounted: true, held: true },
  ],
  ['a cancel', 2, { kind: 'cancelled' }, {}, { state: 'cancelled' }],
])('%s, attempt %d', (_, attempts, outcome, settings, end) => {
  const task = { attempts, expiresAt: 60_000, settings: { ...DEFAULT_TASK_POLICY, ...settings } }
  expect(decideEnd(task, outcome, 0, 0.5)).toEqual(end)
})

test('each retry waits three times as long as the one before, up to an hour, give or take a fifth', () => {
  expect([1, 2, 3, 9].map((attempt) => retryDelay(1, attempt, 0.5))).toEqual([1000, 3000, 9000, 3600_000])
  expect([retryDelay(1, 1, 0), retryDelay(1, 1, 1)]).toEqual([800, 1200])
})
