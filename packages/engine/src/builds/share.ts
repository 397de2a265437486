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
/** Below that npm and the compiler do not get far; such a machine gives more than a quarter. */
const LEAST_BUILD_MB = 512
const LEAST_BUNDLE_MB = 192
/** The bundler that waits for its next task holds no code of anybody. */
const WAITING_BUNDLER_MB = 96

/**
 * What builds may take of a machine's memory: a quarter, at most 3 GiB. It comes on top of what instances may take, so
 * neither ever waits for the other nor is killed for it.
 */
export function buildShare(machineMb: number): BuildShare {
  const quarter = machineMb / 4
  const two = quarter >= 2 * (BUILD_MB + BUNDLE_MB)
  const one = Math.min(1, quarter / (BUILD_MB + BUNDLE_MB))
  const atATime = two ? 2 : 1
  const builds = { memoryMb: Math.max(LEAST_BUILD_MB, Math.floor(BUILD_MB * one)), atATime }
  const bundles = { memoryMb: Math.max(LEAST_BUNDLE_MB, Math.floor(BUNDLE_MB * one)), atATime }
  return { builds, bundles, totalMb: atATime * (builds.memoryMb + bundles.memoryMb) + WAITING_BUNDLER_MB }
}
