const DAY_MS = 86_400_000

/** From the first moment to the one after the last. */
export interface Period {
  from: Date
  to: Date
}

/**
 * Which part of a range to read by day, and which by hour: days at its ends that lie partly in it, and days within which
 * another price list begins, since each hour has the price of its beginning. Pure.
 * @param from the beginning of an hour
 */
export function periodsOf({ from, to }: Period, lists: readonly { validFrom: Date }[]) {
  const first = Math.ceil(from.getTime() / DAY_MS) * DAY_MS
  const end = Math.floor(to.getTime() / DAY_MS) * DAY_MS
  const whole = (start: number, stop: number): Period => ({ from: new Date(start), to: new Date(stop) })
  if (first >= end) return { days: [], hours: [{ from, to }] }
  const mixed = lists
    .map(({ validFrom }) => Math.floor(validFrom.getTime() / DAY_MS) * DAY_MS)
    .filter((day, index, all) => day >= first && day < end && all.indexOf(day) === index)
    .toSorted((a, b) => a - b)
  const starts = [first, ...mixed.map((day) => day + DAY_MS)]
  const days = starts.map((start, index) => whole(start, mixed[index] ?? end))
  const hours = [
    { from, to: new Date(first) },
    ...mixed.map((day) => whole(day, day + DAY_MS)),
    { from: new Date(end), to },
  ]
  return { days: days.filter(holdsSome), hours: hours.filter(holdsSome) }
}

const holdsSome = ({ from, to }: Period): boolean => from < to
