export interface RetryPolicy {
  maxAttempts: number
  /** Milliseconds before the second attempt; doubled for each one after it, up to `maxDelayMs`. */
  firstDelayMs: number
  maxDelayMs: number
}

export type RetryDecision = { kind: 'retry'; inMs: number } | { kind: 'giveUp' }

/**
 * What to do after a failed attempt: exponential back-off with half of it random, so that what failed together does not
 * come back together.
 * @param attempt the one that failed, from 1
 * @param random from 0 up to 1
 */
export function decideRetry(policy: RetryPolicy, attempt: number, random: number): RetryDecision {
  if (attempt >= policy.maxAttempts) return { kind: 'giveUp' }
  const full = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1))
  return { kind: 'retry', inMs: Math.round(full / 2 + (full / 2) * random) }
}
