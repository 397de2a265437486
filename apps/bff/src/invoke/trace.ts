import { newTraceId } from '@alcove/platform'

/** version-traceid-parentid-flags, https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/
const ZEROES = /^0+$/

/** The caller's trace, or a new one when it sent none that is valid. */
export function traceIdOf(traceparent: string | null | undefined): string {
  const match = traceparent?.startsWith('ff') ? null : TRACEPARENT.exec(traceparent ?? '')
  if (match && !ZEROES.test(match[1]!) && !ZEROES.test(match[2]!)) return match[1]!
  return newTraceId()
}

/** The trace to pass on: this call is the parent of what it causes. */
export function traceparentOf(call: { traceId: string; invocationId: string }): string {
  return `00-${call.traceId}-${call.invocationId.replaceAll('-', '').slice(0, 16)}-01`
}
