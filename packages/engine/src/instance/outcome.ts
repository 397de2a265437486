import { LIMITS, type ExecutionError, type InvocationStatus, type ProblemCode } from '@alcove/contract'
import type { SandboxExit } from '../sandbox/sandbox.ts'
import type { Hang } from './hang/hang.ts'
import { killedBy } from './killed-by.ts'

/** What happened to a call, or to the start of an instance. */
export type Outcome =
  | { kind: 'answered' }
  | { kind: 'failed'; error: ExecutionError; code?: string }
  | { kind: 'loadFailed'; error: ExecutionError; code?: ProblemCode }
  /** `announced`: the exit code in the guest's EXITING frame, for example after process.exit(). */
  | { kind: 'exited'; exit: SandboxExit; announced: number | null; stderrTail: string; loading: boolean }
  /** `hang`: where the code was; null when unknown. */
  | { kind: 'timedOut'; afterMs: number; loading: boolean; hang: Hang | null }
  | { kind: 'brokeProtocol'; message: string }
  | { kind: 'responseTooLarge' }
  | { kind: 'cancelled' }
  /** No code of the function ran. */
  | { kind: 'notStarted'; message: string }
  /** The space asks for something this machine cannot give. A retry here does not help. */
  | { kind: 'notAllowed'; message: string }

export interface Classified {
  status: InvocationStatus
  code: ProblemCode | null
  error: ExecutionError | null
}

/** V8 and the JVM write this before they abort. The exit itself looks like any other abort. */
const HEAP_EXHAUSTED =
  /FATAL ERROR: .*(heap out of memory|Allocation failed|invalid table size|invalid array length)|^Terminating due to java\.lang\.OutOfMemoryError/im

/** Maps an outcome to its status, its error code and its message. */
export function classify(outcome: Outcome): Classified {
  switch (outcome.kind) {
    case 'answered':
      return { status: 'success', code: null, error: null }
    case 'failed':
      return {
        status: 'functionError',
        code: outcome.code === 'ResponseTooLarge' ? 'ResponseTooLarge' : 'FunctionError',
        error: outcome.error,
      }
    case 'loadFailed':
      return { status: 'initError', code: outcome.code ?? 'InitError', error: outcome.error }
    case 'exited':
      return classifyExit(outcome)
    case 'timedOut': {
      const what = outcome.loading ? 'Loading the code took longer than' : 'The function did not answer within'
      const idle = outcome.hang?.waiting === true ? '; no code was running: the function waits for something' : ''
      const message = `${what} ${outcome.afterMs} ms${idle}`
      const stack = outcome.hang?.stack ?? null
      const { status, code, error } = fault('timeout', 'Timeout', 'Timeout', message)
      return { status, code, error: stack === null ? error : { ...error!, stack: `Timeout: ${message}\n${stack}` } }
    }
    case 'brokeProtocol':
      return fault('protocolError', 'ProtocolError', 'ProtocolError', outcome.message)
    case 'responseTooLarge':
      return fault(
        'functionError',
        'ResponseTooLarge',
        'ResponseTooLarge',
        `The response is larger than ${LIMITS.responseBytes} bytes`,
      )
    case 'cancelled':
      return fault('cancelled', 'Cancelled', 'Cancelled', 'The call was cancelled')
    case 'notStarted':
      return fault('systemError', 'SystemError', 'SystemError', outcome.message)
    case 'notAllowed':
      return fault('rejected', 'Unavailable', 'Unavailable', outcome.message)
  }
}

function classifyExit({ exit, announced, stderrTail, loading }: Extract<Outcome, { kind: 'exited' }>): Classified {
  if (exit.outOfMemory || HEAP_EXHAUSTED.test(stderrTail)) {
    const where = exit.outOfMemory ? '' : ': its heap is full'
    return fault('outOfMemory', 'OutOfMemory', 'OutOfMemory', `The function used more memory than its limit${where}`)
  }
  const [status, code] = loading ? (['initError', 'InitError'] as const) : (['functionError', 'FunctionError'] as const)
  const when = loading ? 'while its code was loading' : 'before it answered'
  if (announced !== null) {
    return fault(status, code, 'ProcessExit', `The function ended its process with exit code ${announced} ${when}`)
  }
  const { code: exitCode, signal } = killedBy(exit)
  const how = signal === null ? `ended with exit code ${exitCode}` : `was killed by ${signal}`
  const said = stderrTail.trim() === '' ? '' : `: ${stderrTail.trim().slice(-2000)}`
  return fault(status, code, 'ProcessCrash', `The function's process ${how} ${when}${said}`)
}

function fault(status: InvocationStatus, code: ProblemCode, name: string, message: string): Classified {
  return { status, code, error: { name, message } }
}
