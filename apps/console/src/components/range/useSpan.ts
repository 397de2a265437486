import { useMemo } from 'react'
import { type Range, spanOf } from '../../navigation/range.ts'
import { useNow } from '../../ui/Time.tsx'

/**
 * The range as two times. One that ends now is rounded to the minute and has no end: otherwise every render would change
 * the query's key.
 */
export function useSpan(range: Range): { from: string; to: string | undefined } {
  const minute = Math.floor(useNow() / 60_000)
  return useMemo(() => {
    const { from, to } = spanOf(range, minute * 60_000)
    return { from: new Date(from).toISOString(), to: to === minute * 60_000 ? undefined : new Date(to).toISOString() }
  }, [minute, range])
}
