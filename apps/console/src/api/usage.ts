import type { Statement, Usage, UsageBy } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { spaceKey } from './spaces.ts'
import { request } from './request.ts'

const usageKey = (space: string) => [...spaceKey(space), 'usage'] as const

/** @param month as in 2026-11 */
export const usageQuery = (space: string, month: string, by: UsageBy) =>
  queryOptions({
    queryKey: [...usageKey(space), month, by],
    queryFn: ({ signal }) => request<Usage>(['spaces', space, 'usage'], { signal, query: { ...rangeOf(month), by } }),
    refetchInterval: 30_000,
  })

export const statementQuery = (space: string, month: string) =>
  queryOptions({
    queryKey: [...usageKey(space), 'statement', month],
    queryFn: ({ signal }) => request<Statement>(['spaces', space, 'statements', month], { signal }),
    refetchInterval: 30_000,
  })

export const statementCsvUrl = (space: string, month: string) =>
  `/api/v1/spaces/${encodeURIComponent(space)}/statements/${month}?format=csv`

function rangeOf(month: string): { from: string; to: string } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return {
    from: new Date(Date.UTC(year, number - 1)).toISOString(),
    to: new Date(Date.UTC(year, number)).toISOString(),
  }
}
