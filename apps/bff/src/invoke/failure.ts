import {
  AlcoveError,
  FAULT,
  problemCodeOf,
  type CallReport,
  type ExecutionError,
  type ProblemCode,
  type ProblemExtras,
} from '@alcove/contract'
import type { Reader, Refusal } from './admit/facts.ts'
import type { Outcome } from './call.ts'

/** Seconds after which a throttled caller may try again: instances free up as calls end. */
const RETRY_AFTER = '1'

/** The problem code of a call that failed. */
export function codeOf({ code, status }: CallReport): ProblemCode {
  return code ?? (status === 'success' ? 'InternalError' : problemCodeOf(status))
}

/** What a caller learns about a failed call. Only members see the function's insides. */
export function failureOf({ id, report, resumesAt }: Outcome, reader: Reader): AlcoveError {
  const code = codeOf(report)
  const error = shownTo(reader, report)
  return new AlcoveError(code, error?.message || sentenceOf(code), {
    invocationId: id,
    ...(error && FAULT[report.status] === 'function' && { error }),
    ...(code === 'Throttled' && { headers: { 'Retry-After': RETRY_AFTER } }),
    ...(resumesAt !== undefined && resumingAt(resumesAt)),
  })
}

function resumingAt(resumesAt: number): Pick<ProblemExtras, 'headers' | 'resumesAt'> {
  const seconds = Math.max(1, Math.ceil((resumesAt - Date.now()) / 1000))
  return { resumesAt: new Date(resumesAt).toISOString(), headers: { 'Retry-After': String(seconds) } }
}

/** What a caller learns about a refused call, recorded under this id. */
export function refusalError({ code, reason, extras }: Refusal, invocationId: string): AlcoveError {
  return new AlcoveError(code, reason, { ...extras, invocationId })
}

/**
 * A guest may learn what a handler threw and why a call was refused; not where in the code, nor how it is configured.
 */
function shownTo(reader: Reader, { error, status }: CallReport): ExecutionError | null {
  if (error === null || reader === 'stranger') return null
  if (reader === 'member') return error
  const { name, message } = error
  return status === 'functionError' || status === 'rejected' ? { name, message } : null
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
    case 'QuotaExceeded':
      return 'A quota of the function is used up; try again later'
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
