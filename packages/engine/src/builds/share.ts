/** Memory of one sandbox of a kind, in MiB, and how many of them there are at a time. */
interface Lane {
  memoryMb: number
  atATime: number
}

export interface BuildShare {
  /** Installing, compiling, and loading code for its compile cache. */
  builds: Lane
  /** Lane of its own: a first call waits for its bundle, and is not to wait for somebody's build as well. */
  bundles: Lane
  /** All of that together, in MiB. */
  totalMb: number
}

const BUILD_MB = 1024
const BUNDLE_MB = 512
/** A space has one at a time: the other is for the next space. */
const BUNDLES = 2
/** With less, npm, the compiler and the bundler do not get far; a machine below 4 GiB gives more than a quarter. */
const LEAST_BUILD_MB = 512
const LEAST_BUNDLE_MB = 192
/** A bundler that waits for its next task. */
const WAITING_BUNDLER_MB = 96

/**
 * What builds may take of a machine's memory: a quarter, at most 3 GiB. It is beside what instances may take: a call
 * never waits for memory that a build has, and neither is killed for the other's sake.
 */
export function buildShare(machineMb: number): BuildShare {
  const quarter = machineMb / 4
  const leastMb = BUILD_MB + BUNDLES * BUNDLE_MB
  const part = Math.min(1, quarter / leastMb)
  const builds = {
    memoryMb: Math.max(LEAST_BUILD_MB, Math.floor(BUILD_MB * part)),
    atATime: quarter >= leastMb + BUILD_MB ? 2 : 1,
  }
  const bundles = { memoryMb: Math.max(LEAST_BUNDLE_MB, Math.floor(BUNDLE_MB * part)), atATime: BUNDLES }
  const totalMb = builds.atATime * builds.memoryMb + BUNDLES * bundles.memoryMb + WAITING_BUNDLER_MB
  return { builds, bundles, totalMb }
}
