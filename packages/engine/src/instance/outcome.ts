import { LIMITS, type ExecutionError, type InvocationStatus, type ProblemCode } from '@alcove/contract'
import type { SandboxExit } from '../sandbox/sandbox.ts'
import type { Hang } from './hang/hang.ts'
import { killedBy } from './killed-by.ts'

/** What an instance saw happen to a call, or to its own start. */
export type Outcome =
  | { kind: 'answered' }
  | { kind: 'failed'; error: ExecutionError; code?: string }
  | { kind: 'loadFailed'; error: ExecutionError; code?: ProblemCode }
  /** `announced`: the exit code the guest said it was leaving with, as after process.exit(). */
  | { kind: 'exited'; exit: SandboxExit; announced: number | null; lastWords: string; loading: boolean }
  /** `hang`: where the code stood; null when that could not be found out. */
  | { kind: 'timedOut'; afterMs: number; loading: boolean; hang: Hang | null }
  | { kind: 'brokeProtocol'; message: string }
  | { kind: 'responseTooLarge' }
  | { kind: 'cancelled' }
  /** It never got as far as running any of the function's code. */
  | { kind: 'notStarted'; message: string }
  /** The space asks for more than this machine gives: nobody's failure, and nothing to retry here. */
  | { kind: 'notAllowed'; message: string }

export interface Classified {
  status: InvocationStatus
  code: ProblemCode | null
  error: ExecutionError | null
}

/** V8 writes this on its way out; the exit that follows is an abort like any other. */
const HEAP_EXHAUSTED =
  /FATAL ERROR: .*(heap out of memory|Allocation failed|invalid table size|invalid array length)|^Terminating due to java\.lang\.OutOfMemoryError/im

/** From what happened to what it is called, and whose fault it is. */
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
      const idle = outcome.hang?.waiting === true ? '; nothing ran: it waits for something that does not come' : ''
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

function classifyExit({ exit, announced, lastWords, loading }: Extract<Outcome, { kind: 'exited' }>): Classified {
  if (exit.outOfMemory || HEAP_EXHAUSTED.test(lastWords)) {
    const where = exit.outOfMemory ? '' : ': its heap is full'
    return fault('outOfMemory', 'OutOfMemory', 'OutOfMemory', `The function used more memory than it has${where}`)
  }
  const [status, code] = loading ? (['initError', 'InitError'] as const) : (['functionError', 'FunctionError'] as const)
  const when = loading ? 'while its code was loading' : 'before it answered'
  if (announced !== null) {
    return fault(status, code, 'ProcessExit', `The function ended its process with exit code ${announced} ${when}`)
  }
  const { code: exitCode, signal } = killedBy(exit)
  const how = signal === null ? `ended with exit code ${exitCode}` : `was killed by ${signal}`
  const said = lastWords.trim() === '' ? '' : `: ${lastWords.trim().slice(-2000)}`
  return fault(status, code, 'ProcessCrash', `The function's process ${how} ${when}${said}`)
}

function fault(status: InvocationStatus, code: ProblemCode, name: string, message: string): Classified {
  return { status, code, error: { name, message } }
}
