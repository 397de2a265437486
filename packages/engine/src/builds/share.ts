/** Memory of one sandbox, in MiB, and maximum concurrency. */
interface Capacity {
  memoryMb: number
  atATime: number
}

export interface BuildShare {
  /** Installing, compiling and making compile caches. */
  builds: Capacity
  /** A first call waits for its bundle, so bundles do not queue behind builds. */
  bundles: Capacity
  /** Memory of all of them together, in MiB. */
  totalMb: number
}

const BUILD_MB = 1024
const BUNDLE_MB = 512
/** A space uses one; the other is for the next space. */
const BUNDLES = 2
/** npm, the compiler and the bundler need this much. Machines below 4 GiB therefore give more than a quarter. */
const MIN_BUILD_MB = 512
const LEAST_BUNDLE_MB = 192
/** An idle bundler. */
const WAITING_BUNDLER_MB = 96

/**
 * The part of the machine's memory for builds: a quarter, at most 3 GiB. It is separate from the memory of instances: a
 * call never waits for a build's memory, and neither is killed for the other.
 */
export function buildShare(machineMb: number): BuildShare {
  const quarter = machineMb / 4
  const leastMb = BUILD_MB + BUNDLES * BUNDLE_MB
  const part = Math.min(1, quarter / leastMb)
  const builds = {
    memoryMb: Math.max(MIN_BUILD_MB, Math.floor(BUILD_MB * part)),
    atATime: quarter >= leastMb + BUILD_MB ? 2 : 1,
  }
  const bundles = { memoryMb: Math.max(LEAST_BUNDLE_MB, Math.floor(BUNDLE_MB * part)), atATime: BUNDLES }
  const totalMb = builds.atATime * builds.memoryMb + BUNDLES * bundles.memoryMb + WAITING_BUNDLER_MB
  return { builds, bundles, totalMb }
}
