/** Starts of one kind of sandbox by which demand is judged. */
export interface StartsOfKind {
  /** Instances that came up within the last minute, whether a sandbox was waiting for them or not. */
  lastMinute: number
  /** Sandboxes kept whether anybody asks or not. */
  floor: number
}

/** One sandbox is kept waiting for this many starts a minute: refilling takes a fraction of a second. */
const STARTS_PER_BLANK = 4
const MOST = 8

/** How many sandboxes of a kind should wait for code: as many as demand of late suggests. */
export function prewarmTarget({ lastMinute, floor }: StartsOfKind): number {
  return Math.min(Math.max(MOST, floor), Math.max(floor, Math.ceil(lastMinute / STARTS_PER_BLANK)))
}
