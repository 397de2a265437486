import type { ReplayCall } from '@alcove/contract'
import { expect, test } from 'vitest'
import { recordedPayload } from '../invoke/payload-capture.ts'
import { compare, type Replayed } from './compare.ts'

const recordedOutput = (text: string) => recordedPayload(Buffer.from(text))
const LONG = '{"id":12345678901234567891}'
const PNG = Buffer.from([137, 80, 78, 71, 0, 255, 254])

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
  output: recordedOutput('{"total":4383,"at":1}'),
  error: null,
  logs: ['priced 3 lines in 12 ms'],
}
const again: Replayed = {
  status: 'success',
  httpStatus: null,
  output: Buffer.from('{"total":4383,"at":1}'),
  error: null,
  logs: ['priced 3 lines in 99 ms'],
  heldBack: null,
}
const error = { name: 'TypeError', message: 'of undefined' }
const failed = { recorded: { status: 'functionError' as const }, record: { error, output: null } }

test.each<[string, { recorded?: object; record?: object; again?: object }, string, string[]]>([
  ['nothing but numbers in lines', {}, 'same', []],
  ['a value', { again: { output: Buffer.from('{"total":4382,"at":1}') } }, 'differs', ['output.total']],
  [
    'text that is no JSON',
    { record: { output: recordedOutput('a') }, again: { output: Buffer.from('b') } },
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
  ['a cut output', { record: { output: recordedPayload(new Uint8Array(70_000)) } }, 'notComparable', []],
  [
    'an output that is longer than records are',
    { again: { output: Buffer.from(`[${'1,'.repeat(50_000)}1]`) } },
    'differs',
    ['output'],
  ],
  [
    'numbers of many digits',
    { record: { output: recordedOutput(LONG) }, again: { output: Buffer.from(LONG) } },
    'same',
    [],
  ],
  [
    'the last digit',
    { record: { output: recordedOutput(LONG) }, again: { output: Buffer.from(LONG.replace('1}', '2}')) } },
    'differs',
    ['output.id'],
  ],
  ['bytes that are no text', { record: { output: recordedPayload(PNG) }, again: { output: PNG } }, 'same', []],
  [
    'another byte',
    { record: { output: recordedPayload(PNG) }, again: { output: Buffer.from([...PNG, 0]) } },
    'differs',
    ['output'],
  ],
])('%s', (_, given, verdict, paths) => {
  const found = compare(
    { ...recorded, ...given.recorded },
    { ...record, ...given.record },
    { ...again, ...given.again },
  )
  expect([found.verdict, found.diffs.map(({ path }) => path)]).toEqual([verdict, paths])
})
