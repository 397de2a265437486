/** The value below which `share` (0 to 1) of the values lie. `values` must be sorted. */
export function percentile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new Error('Nothing was measured')
  return values[Math.min(values.length - 1, Math.floor(values.length * share))]!
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? percentile(sorted, 0.5) : (percentile(sorted, 0.5) + sorted[middle - 1]!) / 2
}

/** Half the distance between the extremes as a share of the median; null for a single value. */
export function spread(values: readonly number[]): number | null {
  return values.length === 1 ? null : (Math.max(...values) - Math.min(...values)) / 2 / median(values)
}

/** Formats with three digits. */
export function short(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
