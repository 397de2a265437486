import { z } from 'zod'
import { Moment, Name, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'

/** How an actor authenticated. */
export const AUDIT_MEANS = ['session', 'key', 'platform', 'nobody'] as const
export const AUDIT_OUTCOMES = ['done', 'denied'] as const

export const AuditEntry = z
  .object({
    id: Uuid,
    seq: z.number().int().nullable().meta({ description: 'Place in the chain; null: from before there was one' }),
    at: Timestamp,
    outcome: z.enum(AUDIT_OUTCOMES),
    by: z
      .enum(AUDIT_MEANS)
      .meta({ description: 'By what: a session, an API key, Alcove itself, or without signing in' }),
    actor: z.string(),
    actorId: z.string().meta({ description: 'The same through renames: account:…, key:…, platform:…, address:…' }),
    accountId: z.string().nullable().meta({ description: 'The account behind the session or key' }),
    sessionId: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'Where the request came from' }),
    action: z.string(),
    space: z.string().nullable(),
    target: z.string(),
    before: z.unknown().meta({ description: 'As it was; secrets are masked' }),
    after: z.unknown().meta({ description: 'As it is since; secrets are masked' }),
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditList = pageOf(AuditEntry).meta({ id: 'AuditList' })

const filters = {
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'Text in any column' }),
  account: z.string().min(1).max(254).optional().meta({ description: 'Id of an account: by its sessions and keys' }),
  key: z.string().min(1).max(64).optional().meta({ description: 'Id of an API key' }),
  action: z
    .string()
    .regex(/^[a-z-]+:([a-z-]+|\*)$/, 'Must be an action like grants:put, or grants:*')
    .optional(),
  space: Name.optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  by: z.enum(AUDIT_MEANS).optional(),
  address: z.string().min(1).max(64).optional(),
  request: z.string().min(1).max(64).optional().meta({ description: 'Id of the request' }),
  from: Moment.optional(),
  to: Moment.optional(),
}
export const AuditFilter = z.strictObject(filters)
export type AuditFilter = z.infer<typeof AuditFilter>
export const AuditQuery = PageQuery.extend(filters)
export type AuditQuery = z.infer<typeof AuditQuery>
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(['ndjson', 'csv']).default('ndjson') })
export type AuditExportQuery = z.infer<typeof AuditExportQuery>

/** The result of checking the chain. */
export const AuditVerification = z
  .object({
    intact: z.boolean(),
    checked: z.number().int().meta({ description: 'Entries in the chain' }),
    unchained: z.number().int().meta({ description: 'Entries from before there was a chain' }),
    faults: z
      .array(
        z.object({
          seq: z.number().int(),
          fault: z.enum(['missing', 'changed', 'added']),
          message: z.string(),
        }),
      )
      .meta({ description: 'The first 100' }),
    head: z
      .object({ seq: z.number().int(), hash: z.string() })
      .nullable()
      .meta({ description: 'The end of the chain. Note it elsewhere to find out later whether the end was cut off' }),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof AuditVerification>
