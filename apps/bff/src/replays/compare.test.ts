import type { ReplayCall } from '@alcove/contract'
import { expect, test } from 'vitest'
import { compare, type Replayed } from './compare.ts'

const recorded: ReplayCall['recorded'] = {
  invocation: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
  status: 'success',
  startedAt: '2026-11-28T09:00:00.000Z',
  durationMs: 5,
  httpStatus: null,
  version: 1,
  summary: '',
}
const record = {
  trigger: 'api' as const,
  input: '1',
  output: { text: '{"total":4383,"at":1}', truncated: false },
  error: null,
  logs: ['priced 3 lines in 12 ms'],
}
const again: Replayed = {
  status: 'success',
  httpStatus: null,
  output: '{"total":4383,"at":1}',
  error: null,
  logs: ['priced 3 lines in 99 ms'],
  heldBack: null,
}
const error = { name: 'TypeError', message: 'of undefined' }
const failed = { recorded: { status: 'functionError' as const }, record: { error, output: null } }

test.each<[string, { recorded?: object; record?: object; again?: object }, string, string[]]>([
  ['nothing but numbers in lines', {}, 'same', []],
  ['a value', { again: { output: '{"total":4382,"at":1}' } }, 'differs', ['output.total']],
  [
    'text that is no JSON',
    { record: { output: { text: 'a', truncated: false } }, again: { output: 'b' } },
    'differs',
    ['output'],
  ],
  ['a line more', { again: { logs: [...again.logs, 'gift card'] } }, 'differs', ['logs.1']],
  ['lines that are not all at hand', { record: { logs: null }, again: { logs: [] } }, 'same', []],
  ['the status of an answer', { recorded: { httpStatus: 200 }, again: { httpStatus: 201 } }, 'differs', ['httpStatus']],
  ['a new error', { again: { status: 'functionError', error } }, 'failsNow', ['status', 'error']],
  ['an error that is gone', failed, 'fixed', ['status']],
  ['the error of before', { ...failed, again: { status: 'functionError', error } }, 'stillFails', []],
  ['another error', { ...failed, again: { status: 'timeout' } }, 'stillFails', ['error']],
  [
    'no network',
    { again: { status: 'functionError', error: { name: 'Error', message: 'getaddrinfo EAI_AGAIN' } } },
    'notComparable',
    [],
  ],
  [
    'what is held back, and missing',
    { again: { status: 'functionError', error, heldBack: 'It calls tax' } },
    'notComparable',
    [],
  ],
  ['a cut output', { record: { output: { text: '{', truncated: true } } }, 'notComparable', []],
])('%s', (_, given, verdict, paths) => {
  const found = compare(
    { ...recorded, ...given.recorded },
    { ...record, ...given.record },
    { ...again, ...given.again },
  )
  expect([found.verdict, found.diffs.map(({ path }) => path)]).toEqual([verdict, paths])
})
