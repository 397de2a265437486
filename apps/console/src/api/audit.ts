import type { AuditEntry } from '@alcove/contract'
import { listQuery } from './list.ts'

export const auditQuery = listQuery<AuditEntry>({ key: ['audit'], path: ['audit'], limit: 100 })
