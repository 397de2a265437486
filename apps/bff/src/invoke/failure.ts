import { AlcoveError, FAULT, type ProblemCode } from '@alcove/contract'
import { codeOf, type Outcome } from './execute.ts'

/** Seconds after which a throttled caller may try again: instances free up as calls end. */
const RETRY_AFTER = '1'

/** What a caller is told about a call that failed; strangers are not shown the function's insides. */
export function failureOf({ id, report }: Outcome, reader: 'trusted' | 'stranger'): AlcoveError {
  const code = codeOf(report)
  const trusted = reader === 'trusted'
  return new AlcoveError(code, (trusted && report.error?.message) || sentenceOf(code), {
    invocationId: id,
    ...(trusted && report.error && FAULT[report.status] === 'function' && { error: report.error }),
    ...(code === 'Throttled' && { headers: { 'Retry-After': RETRY_AFTER } }),
  })
}

export function sentenceOf(code: ProblemCode): string {
  switch (code) {
    case 'FunctionError':
      return 'The function failed; its logs say why'
    case 'InitError':
      return 'The function could not be loaded; its logs say why'
    case 'OutOfMemory':
      return 'The function needed more memory than it has'
    case 'Timeout':
      return 'The function did not answer within its time limit'
    case 'Throttled':
      return 'Too many calls at once; try again shortly'
    case 'ProtocolError':
      return 'The function answered in a way that cannot be passed on'
    case 'ResponseTooLarge':
      return 'The function returned more than a response may hold'
    case 'LoopDetected':
      return 'Functions call each other in a loop, or too often'
    case 'Cancelled':
      return 'The call was cancelled'
    default:
      return 'The call failed'
  }
}
