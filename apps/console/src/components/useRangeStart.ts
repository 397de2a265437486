import { useMemo } from 'react'
import { type Range, RANGE_MS } from '../navigation/search.ts'
import { useNow } from '../ui/Time.tsx'

/** Where a range that ends now begins, on the minute: the key of a query must not change with every render. */
export function useRangeStart(range: Range): string {
  const minute = Math.floor(useNow() / 60_000)
  return useMemo(() => new Date(minute * 60_000 - RANGE_MS[range]).toISOString(), [minute, range])
}
