import type { Invocation } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { functionKey, functionPath } from '../../../api/functions.ts'
import type { InvocationFilter } from '../../../api/invocations.ts'
import { request } from '../../../api/request.ts'
import type { Page } from '@alcove/contract'

const EVERY_MS = 5_000

/** How many calls are newer than the newest on the page. Asks every few seconds while the window is visible. */
export function useNewCalls(
  space: string,
  fn: string,
  { status, ...filter }: InvocationFilter,
  newest: Invocation | undefined,
  since: number,
): { count: number; more: boolean } {
  const from = newest?.startedAt ?? new Date(since).toISOString()
  const { data } = useQuery({
    queryKey: [...functionKey(space, fn), 'new-calls', { status, ...filter, from }],
    queryFn: ({ signal }) =>
      request<Page<Invocation>>(functionPath(space, fn, 'invocations'), {
        signal,
        query: { ...filter, status: status?.join(','), from, to: undefined, limit: 100 },
      }),
    refetchInterval: EVERY_MS,
    initialData: undefined,
  })
  const fresh = (data?.items ?? []).filter(({ id, startedAt }) => id !== newest?.id && startedAt >= from)
  return { count: fresh.length, more: data?.nextCursor != null }
}
