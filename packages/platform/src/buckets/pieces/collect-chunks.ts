const EVERY_BYTES = 16 * 2 ** 20

let passed = 0

/**
 * Counts a chunk of an object that passes through, and collects the young ones every 16 MiB, which takes about a
 * millisecond. Chunks lie outside of V8's heap: on its own it lets a hundred megabytes of them wait. Needs --expose-gc.
 */
export function countChunk(bytes: number): void {
  passed += bytes
  if (passed < EVERY_BYTES) return
  passed = 0
  globalThis.gc?.({ type: 'minor' })
}
