import type { Budget, PutBudget, SavedBudget } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const budgetKey = (space: string) => [...spaceKey(space), 'budget'] as const

export const budgetQuery = (space: string) =>
  queryOptions({
    queryKey: budgetKey(space),
    queryFn: ({ signal }) => request<Budget>(['spaces', space, 'budget'], { signal }),
    refetchInterval: every(30_000),
  })

export const getBudget = (space: string) => request<Budget>(['spaces', space, 'budget'])

export const putBudget = (space: string, body: PutBudget, seen: string | null) =>
  request<SavedBudget>(['spaces', space, 'budget'], { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteBudget = (space: string) => request<void>(['spaces', space, 'budget'], { method: 'DELETE' })
