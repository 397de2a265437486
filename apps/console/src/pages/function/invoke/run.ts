import type {
  ExecutionError,
  FieldError,
  InvocationDetail,
  InvocationStatus,
  LogLine,
  ProblemCode,
} from '@alcove/contract'

/** One press of Run, from the request to the recorded invocation. */
export interface Run {
  number: number
  label: string
  startedAt: number
  state: RunState
  /** Lines as they arrive; the recorded ones replace them at the end. */
  lines: readonly LogLine[]
}

export type RunState =
  | { kind: 'running' }
  | {
      kind: 'ended'
      status: InvocationStatus
      invocationId: string | null
      output: string | null
      error: ExecutionError | null
      durationMs: number
      /** The recorded invocation, once it is loaded. */
      detail: InvocationDetail | null
    }
  /** The request itself was refused, so there is no invocation. */
  | { kind: 'refused'; message: string; requestId: string; errors: readonly FieldError[] }

/** `FunctionError` → `functionError`; null for codes that are not an outcome. */
export function statusOf(code: ProblemCode): InvocationStatus | null {
  switch (code) {
    case 'FunctionError':
    case 'ResponseTooLarge':
      return 'functionError'
    case 'InitError':
      return 'initError'
    case 'OutOfMemory':
      return 'outOfMemory'
    case 'ProtocolError':
      return 'protocolError'
    case 'Timeout':
      return 'timeout'
    case 'Throttled':
      return 'throttled'
    case 'Rejected':
    case 'LoopDetected':
      return 'rejected'
    case 'Cancelled':
      return 'cancelled'
    case 'SystemError':
      return 'systemError'
    default:
      return null
  }
}
