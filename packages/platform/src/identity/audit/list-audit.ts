import type { AuditEntry, AuditQuery, Page } from '@alcove/contract'
import { and, desc, lt } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { auditEntries } from '../../database/schema/index.ts'
import { requireActor } from '../access/require-actor.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { entryOf, matching, readable } from './find-entries.ts'

/** Newest first. */
export const listAudit = verb(async ({ ctx, input }: { ctx: Ctx; input: AuditQuery }): Promise<Page<AuditEntry>> => {
  requireActor(ctx.actor)
  const before = decodeCursor(input.cursor, BY_ID)
  const where = and(await readable(ctx), matching(input), before === null ? undefined : lt(auditEntries.id, before))
  const rows = await ctx.platform.searches.run(ctx, (connection) =>
    connection
      .select()
      .from(auditEntries)
      .where(where)
      .orderBy(desc(auditEntries.id))
      .limit(input.limit + 1),
  )
  return pageFrom(rows, input.limit, (row) => row.id, entryOf)
})
