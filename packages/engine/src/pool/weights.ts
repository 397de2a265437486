/** A function that uses less than this many cores is quiet: it gets all the weight there is. */
const QUIET_CORES = 0.05
export const FULL_WEIGHT = 1024
const LEAST = 2

/**
 * The weight of each instance of a function that used so many cores of late, all of its instances together. It halves
 * with every doubling: who uses little is served at once, and who uses much shares what is left (as decay-usage
 * scheduling does, Hellerstein 1993). In steps, so that a steady use is not written anew all the time.
 */
export function weightFor(cores: number): number {
  if (cores <= QUIET_CORES) return FULL_WEIGHT
  return Math.max(LEAST, FULL_WEIGHT / 2 ** Math.ceil(Math.log2(cores / QUIET_CORES)))
}
