import { useMemo } from 'react'
import { type Range, RANGE_MS } from '../navigation/search.ts'
import { useNow } from '../ui/Time.tsx'

/** Start of a range that ends now, rounded to the minute: otherwise every render would change the query's key. */
export function useRangeStart(range: Range): string {
  const minute = Math.floor(useNow() / 60_000)
  return useMemo(() => new Date(minute * 60_000 - RANGE_MS[range]).toISOString(), [minute, range])
}
