import type { Budget, PutBudget, SavedBudget } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const budgetKey = (space: string) => [...spaceKey(space), 'budget'] as const

export const budgetQuery = (space: string) =>
  queryOptions({
    queryKey: budgetKey(space),
    queryFn: ({ signal }) => request<Budget>(['spaces', space, 'budget'], { signal }),
    refetchInterval: 30_000,
  })

export const putBudget = (space: string, body: PutBudget) =>
  request<SavedBudget>(['spaces', space, 'budget'], { method: 'PUT', body })

export const deleteBudget = (space: string) => request<void>(['spaces', space, 'budget'], { method: 'DELETE' })
