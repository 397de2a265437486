const FIRST_MS = 1000
const LONGEST_MS = 5 * 60_000

/**
 * How long to leave a revision alone whose instances end before they have served a call, before one is started for its
 * own sake again. A call that comes meanwhile gets its try.
 */
export function backOffMs(failuresInARow: number): number {
  return failuresInARow <= 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failuresInARow - 1, 20))
}
