import { AuditList, PageQuery } from '@alcove/contract'
import { listAudit } from '@alcove/platform'
import { route } from '../route.ts'

export const auditRoutes = [
  route({
    method: 'get',
    path: '/audit',
    action: 'signedIn',
    keyNeeds: 'audit:read',
    summary: 'List who changed what, in the spaces whose audit you may read',
    query: PageQuery,
    answer: AuditList,
    run: ({ ctx, query }) => listAudit({ ctx, input: query }),
  }),
]
