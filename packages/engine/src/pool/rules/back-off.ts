const FIRST_MS = 1000
const LONGEST_MS = 5 * 60_000

/**
 * How long to wait before starting another instance to keep ready, after so many in a row ended before they had served a
 * call. A waiting call still starts one at once.
 */
export function backOffMs(failuresInARow: number): number {
  return failuresInARow <= 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failuresInARow - 1, 20))
}
