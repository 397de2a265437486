import { randomUUID } from 'node:crypto'

/** version-traceid-parentid-flags, https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/
const ZEROES = /^0+$/

/** The caller's trace, or a new one when it sent none that is valid. */
export function traceIdOf(traceparent: string | null | undefined): string {
  const match = traceparent?.startsWith('ff') ? null : TRACEPARENT.exec(traceparent ?? '')
  if (match && !ZEROES.test(match[1]!) && !ZEROES.test(match[2]!)) return match[1]!
  // Node draws the entropy of UUIDs in bulk; bytes of one's own cost a call of the generator each time.
  return randomUUID().replaceAll('-', '')
}

/** What to hand on: this call is the parent of whatever it causes. */
export function traceparentOf(call: { traceId: string; invocationId: string }): string {
  return `00-${call.traceId}-${call.invocationId.replaceAll('-', '').slice(0, 16)}-01`
}

/** The header a function's own calls carry: how many functions already stand behind them. */
export const HOPS_HEADER = 'x-alcove-hops'

export function hopsOf(header: string | null | undefined): number {
  return header && /^\d{1,4}$/.test(header) ? Number(header) : 0
}
