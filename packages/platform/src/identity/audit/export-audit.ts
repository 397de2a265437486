import type { AuditEntry, AuditExportQuery } from '@alcove/contract'
import { and, desc, lt } from 'drizzle-orm'
import { auditEntries } from '../../database/schema/index.ts'
import { requireActor } from '../access/require-actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { csvLine } from '../../kernel/csv-line.ts'
import { entryOf, matching, readable } from './find-entries.ts'

type Row = typeof auditEntries.$inferSelect

/** Entries per statement. */
const BATCH = 500

const WHO = ['by', 'actor', 'actorId', 'accountId', 'sessionId', 'address', 'requestId'] as const
const WHAT = ['action', 'space', 'target', 'before', 'after', 'detail'] as const
const COLUMNS: readonly (keyof AuditEntry)[] = ['seq', 'at', 'outcome', ...WHO, ...WHAT]

/** All entries that match, newest first, as text. Reads the next batch when the client has taken the one before. */
export const exportAudit = verb(
  async ({ ctx, input }: { ctx: Ctx; input: AuditExportQuery }): Promise<AsyncGenerator<string>> => {
    requireActor(ctx.actor)
    const { format, ...filter } = input
    const where = and(await readable(ctx), matching(filter))
    await change(ctx, (ctx) => ctx.change.audit('audit:export', 'audit', { format, ...filter }))
    return lines()

    async function* lines(): AsyncGenerator<string> {
      if (format === 'csv') yield csvLine(COLUMNS)
      let before: string | null = null
      for (;;) {
        const rest: string | null = before
        const rows: Row[] = await ctx.platform.searches.run(ctx, (connection) =>
          connection
            .select()
            .from(auditEntries)
            .where(and(where, rest === null ? undefined : lt(auditEntries.id, rest)))
            .orderBy(desc(auditEntries.id))
            .limit(BATCH),
        )
        const entries = rows.map(entryOf)
        yield entries
          .map((entry) =>
            format === 'csv' ? csvLine(COLUMNS.map((name) => entry[name])) : `${JSON.stringify(entry)}\n`,
          )
          .join('')
        if (rows.length < BATCH) return
        before = rows.at(-1)!.id
      }
    }
  },
)
