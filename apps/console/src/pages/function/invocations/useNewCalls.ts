import type { Invocation, InvocationFilter } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { every } from '../../../api/every.ts'
import { callsQuery, type CallsOf } from '../../../api/invocations.ts'

const EVERY_MS = 5_000

/** How many calls are newer than the newest on the page. Asks every few seconds while the window is visible. */
export function useNewCalls(
  of: CallsOf,
  filter: InvocationFilter,
  newest: Invocation | undefined,
  since: number,
): { count: number; more: boolean } {
  const from = newest?.startedAt ?? new Date(since).toISOString()
  const { data, hasNextPage } = useInfiniteQuery({
    ...callsQuery(of, { ...filter, from, to: undefined }),
    refetchInterval: every(EVERY_MS),
  })
  const fresh = (data ?? []).filter(({ id, startedAt }) => id !== newest?.id && startedAt >= from)
  return { count: fresh.length, more: hasNextPage }
}
