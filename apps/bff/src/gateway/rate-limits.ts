import type { RateLimit } from '@alcove/contract'

interface Bucket {
  tokens: number
  at: number
}

/** The state of a limit after a request. Seconds are rounded up, so that a client that waits this long is admitted. */
export interface LimitState {
  allowed: boolean
  limit: RateLimit
  remaining: number
  /** Until the bucket is full, and until it has a token again. */
  resetSeconds: number
  retryAfterSeconds: number
}

/** Callers to remember. Beyond that the one seen longest ago is dropped and starts again with a full bucket. */
const KEPT = 100_000
/** Time adds fractions, and a sum of fractions may miss the whole number by very little. */
const HAIR = 1e-9

/**
 * Token buckets in the memory of this server, exact within it. A bucket starts full and fills evenly. A request that
 * finds no token takes none.
 */
export class RateLimits {
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** @param now milliseconds that never go backwards */
  constructor(now = () => performance.now()) {
    this.#now = now
  }

  take(who: string, limit: RateLimit): LimitState {
    const now = this.#now()
    const perMs = limit.requests / (limit.seconds * 1000)
    const before = this.#buckets.get(who)
    let tokens = limit.requests
    if (before) {
      // Makes it the newest: a Map keeps the order of insertion.
      this.#buckets.delete(who)
      tokens = Math.min(limit.requests, before.tokens + (now - before.at) * perMs)
    }
    const allowed = tokens >= 1 - HAIR
    if (allowed) tokens -= 1
    this.#buckets.set(who, { tokens, at: now })
    if (this.#buckets.size > KEPT) this.#buckets.delete(this.#buckets.keys().next().value!)
    const seconds = (missing: number) => Math.max(0, Math.ceil(missing / perMs / 1000 - HAIR))
    return {
      allowed,
      limit,
      remaining: Math.max(0, Math.floor(tokens + HAIR)),
      resetSeconds: seconds(limit.requests - tokens),
      retryAfterSeconds: allowed ? 0 : Math.max(1, seconds(1 - tokens)),
    }
  }
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/06/ */
export function limitHeaders({ allowed, limit, remaining, resetSeconds, retryAfterSeconds }: LimitState) {
  return {
    'RateLimit-Limit': String(limit.requests),
    'RateLimit-Policy': `${limit.requests};w=${limit.seconds}`,
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
    ...(!allowed && { 'Retry-After': String(retryAfterSeconds) }),
  }
}
