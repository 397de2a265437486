import type { AuditEntry, AuditFilter, AuditVerification } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { apiUrl, request } from './request.ts'

export const auditQuery = (filter: AuditFilter) =>
  listQuery<AuditEntry>({ key: ['audit', filter], path: ['audit'], query: filter, limit: 100 })

/** Where the browser gets the file: it is streamed, so it is not read here. */
export const auditExportUrl = (filter: AuditFilter, format: 'ndjson' | 'csv') =>
  apiUrl(['audit', 'export'], { ...filter, format })

export const auditVerificationQuery = queryOptions({
  queryKey: ['audit', 'verification'],
  queryFn: ({ signal }) => request<AuditVerification>(['audit', 'verification'], { signal }),
  enabled: false,
  gcTime: 0,
})
