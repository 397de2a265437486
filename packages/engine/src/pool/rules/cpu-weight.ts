/** A function that uses fewer cores than this gets the full weight. */
const QUIET_CORES = 0.05
export const FULL_WEIGHT = 1024
const LEAST = 2

/**
 * The CPU weight of each instance of a function whose instances together used this many cores recently. It halves with
 * every doubling of the use, so that light functions run at once and heavy ones share the rest (decay-usage scheduling,
 * Hellerstein 1993). It changes in steps, so that a steady use causes no writes.
 */
export function cpuWeight(cores: number): number {
  if (cores <= QUIET_CORES) return FULL_WEIGHT
  return Math.max(LEAST, FULL_WEIGHT / 2 ** Math.ceil(Math.log2(cores / QUIET_CORES)))
}
