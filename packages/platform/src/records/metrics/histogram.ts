/**
 * Counts durations in buckets that grow by a constant factor. Any two histograms can be added, and a percentile of the
 * sum is at most half a bucket (4.8 %) off (DDSketch, Masson et al. 2019).
 */
const GROWTH = 1.1
const LOG_GROWTH = Math.log(GROWTH)
/** Shorter durations count as this one. Milliseconds. */
const SMALLEST_MS = 0.01

/** A bucket and its count share one bigint in PostgreSQL: `bucket << 40 | count`. */
const COUNT_BITS = 40n

/** Bucket → count. */
export type Histogram = Map<number, number>

export function bucketOf(milliseconds: number): number {
  return Math.max(0, Math.ceil(Math.log(milliseconds / SMALLEST_MS) / LOG_GROWTH))
}

/** The value that represents a bucket: the one with the smallest relative error for all values in it. */
export function valueOf(bucket: number): number {
  return bucket === 0 ? SMALLEST_MS : (SMALLEST_MS * 2 * GROWTH ** bucket) / (1 + GROWTH)
}

export function add(histogram: Histogram, bucket: number, count = 1): void {
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
}

export function pack(histogram: Histogram): string[] {
  return [...histogram]
    .sort(([a], [b]) => a - b)
    .map(([bucket, count]) => String((BigInt(bucket) << COUNT_BITS) | BigInt(count)))
}

/** The quantile at this share of all values; null for an empty histogram. */
export function percentile(histogram: Histogram, share: number): number | null {
  const sorted = [...histogram].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(share * total))
  let seen = 0
  for (const [bucket, count] of sorted) {
    seen += count
    if (seen >= rank) return valueOf(bucket)
  }
  return null
}
