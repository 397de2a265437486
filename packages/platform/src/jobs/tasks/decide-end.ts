import type { TaskPolicy, ExecutionError, ProblemCode } from '@alcove/contract'

/** How an attempt ended. */
export type AttemptOutcome =
  /** `output`: JSON, where it is not too large for a destination. */
  | { kind: 'succeeded'; output?: Uint8Array }
  | { kind: 'cancelled' }
  /** The server stops: the attempt does not count. */
  | { kind: 'released'; inMs: number }
  /** A quota suspends the function: neither the attempt nor the time until the next one counts. */
  | { kind: 'held'; inMs: number }
  | { kind: 'failed'; code: ProblemCode; error: ExecutionError; retry: 'counted' | 'uncounted' | 'never' }

/** What becomes of the task. `uncounted`: the attempt is given back. `held`: so is the time until the next one. */
export type TaskEnd =
  | { state: 'succeeded' | 'failed' | 'dead' | 'cancelled' | 'expired' }
  | { state: 'queued' | 'retrying'; inMs: number; uncounted: boolean; held?: true }

const FACTOR = 3
const MAX_DELAY_MS = 3600_000
const JITTER = 0.2
const NO_ROOM_MS = { first: 500, spread: 1_500 }

/**
 * Exponential back-off, with up to 20 % more or less so that what failed together does not come back together.
 * @param attempt the one that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function retryDelay(firstRetrySeconds: number, attempt: number, random: number): number {
  const delay = Math.min(MAX_DELAY_MS, firstRetrySeconds * 1000 * FACTOR ** (attempt - 1))
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random))
}

/** @param now milliseconds since the epoch, like `expiresAt` */
export function decideEnd(
  { attempts, expiresAt, settings }: { attempts: number; expiresAt: number; settings: TaskPolicy },
  outcome: AttemptOutcome,
  now: number,
  random: number,
): TaskEnd {
  const waiting = (inMs: number, uncounted: boolean) => {
    const state = attempts - (uncounted ? 1 : 0) > 0 ? ('retrying' as const) : ('queued' as const)
    return { state, inMs, uncounted }
  }
  const later = (inMs: number, uncounted: boolean): TaskEnd =>
    now + inMs >= expiresAt ? { state: 'expired' } : waiting(inMs, uncounted)
  switch (outcome.kind) {
    case 'succeeded':
    case 'cancelled':
      return { state: outcome.kind }
    case 'released':
      return later(outcome.inMs, true)
    case 'held':
      return { ...waiting(outcome.inMs, true), held: true }
    case 'failed':
      if (outcome.retry === 'uncounted') return later(NO_ROOM_MS.first + NO_ROOM_MS.spread * random, true)
      if (outcome.retry === 'never' || attempts > settings.retries) {
        return { state: settings.deadLetters ? 'dead' : 'failed' }
      }
      return later(retryDelay(settings.firstRetrySeconds, attempts, random), false)
  }
}
