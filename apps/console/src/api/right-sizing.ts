import type { RightSizing } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

export const rightSizingQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'right-sizing'],
    queryFn: ({ signal }) => request<RightSizing>(functionPath(space, fn, 'right-sizing'), { signal }),
    staleTime: 60_000,
  })
