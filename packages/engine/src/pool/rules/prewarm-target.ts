/** Demand for one kind of sandbox. */
export interface StartsOfKind {
  /** Instances started in the last minute, prewarmed or not. */
  lastMinute: number
  /** Sandboxes to keep without any demand. */
  floor: number
}

/** One sandbox serves this many starts a minute, since a refill takes a fraction of a second. */
const STARTS_PER_SANDBOX = 4
const MOST = 8

/** How many sandboxes of a kind to keep prewarmed. */
export function prewarmTarget({ lastMinute, floor }: StartsOfKind): number {
  return Math.min(Math.max(MOST, floor), Math.max(floor, Math.ceil(lastMinute / STARTS_PER_SANDBOX)))
}
