import { AUDIT_DAYS } from '@alcove/contract'
import { and, desc, isNotNull, lt, sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { auditEntries, settings } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

const DAY = 24 * 3600_000
/** One server at a time: two would each write an entry about it. Any number of our own works. */
const PRUNE_LOCK = 0x7072756e

/**
 * Removes entries that are older than the installation keeps them. A new entry names the last seal that goes, so that the
 * chain can still be checked from there on.
 */
export async function pruneAudit(platform: Platform): Promise<void> {
  const { db, clock } = platform
  const [kept] = await db.select({ days: settings.auditDays }).from(settings)
  const auditDays = kept ? kept.days : AUDIT_DAYS.usual
  if (auditDays === null) return
  const before = new Date(clock.now() - auditDays * DAY)
  const ctx: Ctx = { platform, db, actor: { kind: 'platform', name: 'retention' }, requestId: 'retention' }
  await change(ctx, async (ctx) => {
    await ctx.db.execute(sql`select pg_advisory_xact_lock(${PRUNE_LOCK})`)
    const [last] = await ctx.db
      .select({ seq: auditEntries.seq, hash: auditEntries.hash })
      .from(auditEntries)
      .where(and(isNotNull(auditEntries.seq), lt(auditEntries.at, before)))
      .orderBy(desc(auditEntries.seq))
      .limit(1)
    if (!last) return
    const { seq: through, hash } = last
    const [pruned] = await rowsOf<{ removed: string }>(ctx.db, sql`select audit_prune(${through}::bigint) as removed`)
    const removed = Number(pruned!.removed)
    await ctx.change.audit('audit:prune', 'audit', { through, hash, removed, olderThanDays: auditDays })
  })
}
