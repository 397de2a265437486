import type { EngineStatus, Instance, Page } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const engineQuery = queryOptions({
  queryKey: ['engine'],
  queryFn: ({ signal }) => request<EngineStatus>(['engine'], { signal }),
  refetchInterval: 15_000,
})

export const instancesQuery = queryOptions({
  queryKey: ['engine', 'instances'],
  queryFn: ({ signal }) => request<Page<Instance>>(['instances'], { signal, query: { limit: 200 } }),
  refetchInterval: 5_000,
})
