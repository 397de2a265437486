/** Which percentages of a budget a cost has reached, the smallest first. */
export function reachedPercents({ amount, warnAt }: { amount: number; warnAt: readonly number[] }, cost: number) {
  return warnAt.filter((percent) => cost * 100 >= amount * percent).toSorted((a, b) => a - b)
}
