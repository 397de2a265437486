import { expect, test } from 'vitest'
import { classify, type Outcome } from './outcome.ts'

const exited = (given: Partial<Extract<Outcome, { kind: 'exited' }>>): Outcome => ({
  kind: 'exited',
  exit: { code: 0, signal: null, outOfMemory: false },
  announced: null,
  stderrTail: '',
  loading: false,
  ...given,
})
const error = { name: 'E', message: 'm' }
const V8 = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'

test.for([
  ['an answer', { kind: 'answered' }, 'success', null],
  ['an error of the handler', { kind: 'failed', error }, 'functionError', 'FunctionError'],
  [
    'an answer the guest found too large',
    { kind: 'failed', error, code: 'ResponseTooLarge' },
    'functionError',
    'ResponseTooLarge',
  ],
  ['an answer the host found too large', { kind: 'responseTooLarge' }, 'functionError', 'ResponseTooLarge'],
  ['a code the function made up', { kind: 'failed', error, code: 'SystemError' }, 'functionError', 'FunctionError'],
  ['code that does not load', { kind: 'loadFailed', error }, 'initError', 'InitError'],
  ['a package that is none', { kind: 'loadFailed', error, code: 'InvalidPackage' }, 'initError', 'InvalidPackage'],
  [
    'a kill for want of memory',
    exited({ exit: { code: 137, signal: null, outOfMemory: true } }),
    'outOfMemory',
    'OutOfMemory',
  ],
  [
    'the same while loading',
    exited({ exit: { code: 137, signal: null, outOfMemory: true }, loading: true }),
    'outOfMemory',
    'OutOfMemory',
  ],
  [
    'a full JavaScript heap',
    exited({ exit: { code: 139, signal: null, outOfMemory: false }, stderrTail: V8 }),
    'outOfMemory',
    'OutOfMemory',
  ],
  ['process.exit(0)', exited({ announced: 0 }), 'functionError', 'FunctionError'],
  ['process.exit(0) while loading', exited({ announced: 0, loading: true }), 'initError', 'InitError'],
  ['a crash', exited({ exit: { code: 139, signal: null, outOfMemory: false } }), 'functionError', 'FunctionError'],
  [
    'a kill from outside',
    exited({ exit: { code: null, signal: 'SIGKILL', outOfMemory: false } }),
    'functionError',
    'FunctionError',
  ],
  ['no answer in time', { kind: 'timedOut', afterMs: 5, loading: false, hang: null }, 'timeout', 'Timeout'],
  ['loading without end', { kind: 'timedOut', afterMs: 5, loading: true, hang: null }, 'timeout', 'Timeout'],
  ['nonsense on the channel', { kind: 'brokeProtocol', message: 'm' }, 'protocolError', 'ProtocolError'],
  ['a cancel', { kind: 'cancelled' }, 'cancelled', 'Cancelled'],
  ['a machine that starts nothing', { kind: 'notStarted', message: 'm' }, 'systemError', 'SystemError'],
] as [string, Outcome, string, string | null][])('%s', ([, outcome, status, code]) => {
  const classified = classify(outcome)
  expect(classified).toMatchObject({ status, code })
  expect(classified.error === null).toBe(status === 'success')
})

test.for([
  [{ code: null, signal: 'SIGKILL', outOfMemory: false }, 'was killed by SIGKILL'],
  [{ code: 137, signal: null, outOfMemory: false }, 'was killed by SIGKILL'],
  [{ code: 139, signal: null, outOfMemory: false }, 'was killed by SIGSEGV'],
  [{ code: 3, signal: null, outOfMemory: false }, 'ended with exit code 3'],
] as const)('a process that ended as %o is said to have', ([exit, words]) => {
  expect(classify(exited({ exit })).error?.message).toBe(`The function's process ${words} before it answered`)
})
