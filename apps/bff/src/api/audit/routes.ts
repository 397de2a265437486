import { AuditExportQuery, AuditList, AuditQuery, AuditVerification } from '@alcove/contract'
import { exportAudit, listAudit, verifyAudit } from '@alcove/platform'
import { route } from '../route.ts'
import { textResponse } from '../text-response.ts'

export const auditRoutes = [
  route({
    method: 'get',
    path: '/audit',
    action: 'signedIn',
    keyNeeds: 'audit:read',
    summary: 'List who changed what, and what was denied to whom, in the spaces whose audit you may read',
    query: AuditQuery,
    answer: AuditList,
    run: ({ ctx, query }) => listAudit({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/audit/export',
    action: 'signedIn',
    keyNeeds: 'audit:read',
    summary: 'The same as one file: NDJSON, or CSV with format=csv',
    query: AuditExportQuery,
    answerType: 'application/x-ndjson',
    streams: true,
    run: async ({ deps, ctx, query }) =>
      textResponse(deps, await exportAudit({ ctx, input: query }), {
        'Content-Type': query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        'Content-Disposition': `attachment; filename="audit.${query.format}"`,
      }),
  }),
  route({
    method: 'get',
    path: '/audit/verification',
    action: 'audit:read',
    summary: 'Check that no entry of the audit was changed, removed or moved',
    answer: AuditVerification,
    run: ({ ctx }) => verifyAudit({ ctx, input: {} }),
  }),
]
