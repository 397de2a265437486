/** From this share of memory or processor on, there is no headroom left. */
export const SATURATED = 0.9

/**
 * Expected duration relative to the present one: calls that were limited by their share speed up in proportion.
 * @param used cores that calls use, of the cores that they have now and then
 */
export function slowdown(used: number, now: number, then: number): number {
  if (used >= now * SATURATED) return now / then
  return then >= used ? 1 : used / then
}
