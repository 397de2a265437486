import type { AuditEntry, Page } from '@alcove/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal, pageParam }) =>
    request<Page<AuditEntry>>(['audit'], { signal, query: { limit: 100, cursor: pageParam ?? undefined } }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.nextCursor,
})
