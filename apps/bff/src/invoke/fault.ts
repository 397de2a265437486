import type { CallReport } from '@alcove/contract'

/** Aborts a call because Alcove itself failed: the reason of its signal. */
class Fault {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

/** Ends a call on an unexpected error. Never throws it into the engine. */
export function abortOnFault(abort: AbortController, error: unknown): void {
  abort.abort(new Fault(error))
}

/** The error that ended the call, if that is why it was aborted. */
export function faultOf({ reason }: AbortSignal): Fault | null {
  return reason instanceof Fault ? reason : null
}

/** The report of a call that Alcove itself failed. It tells the caller what to quote; the log has the error. */
export function faultReport(id: string, durationMs: number, ran: CallReport | null = null): CallReport {
  const message = `Something went wrong inside Alcove. Quote call ${id} to its administrator`
  return {
    ...(ran ?? NOT_RUN),
    durationMs,
    status: 'systemError',
    code: 'SystemError',
    error: { name: 'SystemError', message },
  }
}

/** The report of a call that never reached an instance. */
export const NOT_RUN = {
  start: null,
  instanceId: null,
  durationMs: 0,
  phases: {},
  peakMemoryMb: null,
  cpuMs: null,
  concurrency: 0,
  logLines: 0,
  logsTruncated: false,
  responseBytes: 0,
} as const satisfies Partial<CallReport>
