import { sql } from 'drizzle-orm'
import { iso, isoOrNull, rowsOf } from '../../database/connect.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

/** The most issues in one transaction. */
const AT_ONCE = 100

interface Row {
  id: string
  space_id: string
  space: string
  function: string
  type: string
  message: string
  versions: number[]
  first_seen: string
  last_seen: string
  reopened_at: string | null
}

/**
 * Says on the bus which issues opened or came back since the last time. The recorder calls it after it has stored some;
 * housekeeping calls it for those that a crash left out. An event of a function carries no cause: calls of many traces may
 * have led to one issue.
 */
export async function announceIssues(platform: Platform): Promise<void> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'issues' }, requestId: 'issues' }
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until none is left
    const announced = await change(ctx, async (ctx) => {
      const rows = await rowsOf<Row>(
        ctx.db,
        sql`
          update issues i set announced = true
          from functions f, spaces s
          where f.id = i.function_id and s.id = i.space_id and i.id in (
            select id from issues where not announced order by id limit ${AT_ONCE} for update skip locked)
          returning i.id, i.space_id, s.name as space, f.name as function, i.type, i.message, i.versions,
            i.first_seen, i.last_seen, i.reopened_at`,
      )
      for (const [spaceId, ofSpace] of Map.groupBy(rows, (row) => row.space_id)) {
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await publishEvents(ctx, spaceId, ofSpace.map(eventOf))
      }
      return rows.length
    })
    if (announced < AT_ONCE) return
  }
}

function eventOf(row: Row) {
  return {
    type: row.reopened_at === null ? ('alcove.issue.opened' as const) : ('alcove.issue.reopened' as const),
    source: `/spaces/${row.space}/functions/${row.function}`,
    subject: row.id,
    data: {
      issue: row.id,
      function: row.function,
      type: row.type,
      message: row.message,
      versions: row.versions.map((version) => (version === 0 ? 'draft' : version)),
      firstSeen: iso(row.first_seen),
      lastSeen: iso(row.last_seen),
      reopenedAt: isoOrNull(row.reopened_at),
    },
  }
}
