import { sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { change } from '../../kernel/change.ts'
import type { Changing, Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'
import { sourceOf } from './scopes.ts'

export interface EndedSuspension {
  space_id: string | null
  space: string | null
  part: QuotaScope['part']
  function: string | null
  limit: string
  by: string
}

/**
 * Ends the suspensions whose window is over.
 * @returns when the next one ends, milliseconds since the epoch; null: there is none
 */
export async function endSuspensions(platform: Platform): Promise<number | null> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'quotas' }, requestId: 'quotas' }
  const now = new Date(platform.clock.now()).toISOString()
  const nextOf = async () => {
    const [row] = await rowsOf<{ at: string | null }>(
      platform.db,
      sql`select min(resumes_at) as at from suspensions where resumed_at is null`,
    )
    return row?.at ? Date.parse(iso(row.at)) : null
  }
  const next = await nextOf()
  if (next === null || next > platform.clock.now()) return next
  await change(ctx, async (ctx) => {
    const ended = await rowsOf<EndedSuspension>(
      ctx.db,
      sql`
        update suspensions u set resumed_at = u.resumes_at, resumed_by = 'clock'
        where u.resumed_at is null and u.resumes_at <= ${now}
        returning u.space_id, (select name from spaces s where s.id = u.space_id) as space, u.function,
          case when u.part_kind is not null then json_build_object('kind', u.part_kind, 'name', u.part_name) end as part,
          u."limit", u.resumed_by as by`,
    )
    await publishResumed(ctx, ended)
  })
  return nextOf()
}

export async function publishResumed(ctx: Changing, ended: readonly EndedSuspension[]): Promise<void> {
  for (const { space_id: spaceId, space, function: fn, part, limit, by } of ended) {
    if (spaceId === null) continue
    const source = sourceOf({ space, function: fn, part })
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await publishEvents(ctx, spaceId, [
      { type: 'alcove.quota.resumed', source, subject: limit, data: { function: fn, limit, by } },
    ])
  }
}
