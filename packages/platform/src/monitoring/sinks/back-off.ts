import { SINK_LIMITS } from '@alcove/contract'

const FIRST_MS = 1_000
const MOST_MS = 300_000

/** What becomes of a sink after so many failures in a row. @param random 0 ≤ random < 1: up to a fifth later */
export function backOff(attempts: number, random: number): { kind: 'retry'; inMs: number } | { kind: 'stop' } {
  if (attempts >= SINK_LIMITS.attempts) return { kind: 'stop' }
  const ms = Math.min(MOST_MS, FIRST_MS * 2 ** (attempts - 1))
  return { kind: 'retry', inMs: Math.round(ms * (1 + random / 5)) }
}
