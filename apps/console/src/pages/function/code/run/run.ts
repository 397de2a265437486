import type { ExecutionError, InvocationDetail, InvocationStatus, LogLine, ProblemCode } from '@alcove/contract'

/** One press of Run, from the request to what the platform recorded. */
export interface Run {
  number: number
  label: string
  startedAt: number
  state: RunState
  /** Lines as they arrive; replaced by the recorded ones at the end. */
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
      /** What was recorded, once it has been read back. */
      detail: InvocationDetail | null
    }
  /** The call never became an invocation: the request itself was refused. */
  | { kind: 'refused'; message: string; requestId: string }

/** `FunctionError` → `functionError`; codes that are no outcome give null. */
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
