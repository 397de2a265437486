import type { Statement, StatementBy, Usage, UsageBy, WhatIfAnswer, WhatIfQuestion } from '@alcove/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { spaceKey } from './spaces.ts'
import { request } from './request.ts'

const usageKey = (space: string) => [...spaceKey(space), 'usage'] as const

interface Stretch {
  from: string
  /** Left out: now. */
  to?: string | undefined
}

export const usageQuery = (space: string, { from, to }: Stretch, by: UsageBy) =>
  queryOptions({
    queryKey: [...usageKey(space), from, to, by],
    queryFn: ({ signal }) => request<Usage>(['spaces', space, 'usage'], { signal, query: { from, to, by } }),
    refetchInterval: every(30_000),
  })

/** Each day of each function. */
export const usageCsvUrl = (space: string, { from, to }: Stretch) => {
  const query = new URLSearchParams({ from, ...(to !== undefined && { to }), by: 'functionDay', format: 'csv' })
  return `/api/v1/spaces/${encodeURIComponent(space)}/usage?${query}`
}

export const statementQuery = (space: string, month: string, by: StatementBy = 'function') =>
  queryOptions({
    queryKey: [...usageKey(space), 'statement', month, by],
    queryFn: ({ signal }) => request<Statement>(['spaces', space, 'statements', month], { signal, query: { by } }),
    refetchInterval: every(30_000),
    placeholderData: keepPreviousData,
  })

export const statementCsvUrl = (space: string, month: string, by: StatementBy = 'function') =>
  `/api/v1/spaces/${encodeURIComponent(space)}/statements/${month}?format=csv&by=${by}`

export type WhatIfAsked = Partial<WhatIfQuestion>

/** What recorded usage would have cost. The answer before stays until the next one is there. */
export const whatIfQuery = (space: string, asked: WhatIfAsked) =>
  queryOptions({
    queryKey: [...usageKey(space), 'what-if', asked],
    queryFn: ({ signal }) =>
      request<WhatIfAnswer>(['spaces', space, 'what-if'], { method: 'POST', signal, body: asked }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
