import { LIMITS, type CallReport, type CapturedLine } from '@alcove/contract'

/** Says in the log itself that a call was refused. Refusals of one kind within a minute share a record and this line. */
export function refusalLine({ error, code }: CallReport, time: number): CapturedLine {
  const text = Buffer.from(`Refused: ${error?.message ?? code ?? 'no reason is known'}`)
  const kept = Math.min(text.length, LIMITS.logLineBytes)
  return { time, level: 'warn', message: text.toString('utf8', 0, kept), truncatedBytes: text.length - kept }
}

/** A timeout gets no line: code that hangs has thrown nothing, and its record has the stack. */
const LOGGED = new Set<CallReport['status']>(['functionError', 'initError', 'outOfMemory', 'protocolError'])

/** The line that reports a failed call in the log itself, so that `level:error` and the error's text find it. */
export function errorLine({ status, error }: CallReport, time: number): CapturedLine | null {
  if (error === null || !LOGGED.has(status)) return null
  const head = error.message === '' ? error.name : `${error.name}: ${error.message}`
  const stack = error.stack ?? ''
  // Node.js writes the code of its own errors after the name.
  const saysHead = stack.startsWith(head) || stack.startsWith(`${error.name} [`)
  const text = Buffer.from(saysHead || stack === '' ? stack || head : `${head}\n${stack}`)
  const kept = Math.min(text.length, LIMITS.logLineBytes)
  return { time, level: 'error', message: text.toString('utf8', 0, kept), truncatedBytes: text.length - kept }
}
