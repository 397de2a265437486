import type { EngineStatus } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { request } from './request.ts'

export const engineQuery = queryOptions({
  queryKey: ['engine'],
  queryFn: ({ signal }) => request<EngineStatus>(['engine'], { signal }),
  refetchInterval: every(15_000),
})
