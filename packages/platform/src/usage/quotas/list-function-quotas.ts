import { FUNCTION_LIMITS, WINDOWED_LIMITS, type FunctionQuotaUse, type Page, type PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { longestOf, readOpen } from './list-suspensions.ts'
import { windowUse } from './window-use.ts'
import { windowOf } from './windows.ts'

interface Row {
  id: string
  position: string
  name: string
  quota: Partial<Record<(typeof FUNCTION_LIMITS)[number], number | null>>
  counted: Record<string, number>
  slots: number
  memory_mb: number
}

/** Whether it runs, then its name. */
const POSITION = /^[01][a-z][a-z0-9-]{0,62}$/

/** The functions that have limits of their own, with what is used of each: suspended ones first, then by name. */
export const listFunctionQuotas = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<FunctionQuotaUse>> => {
    const after = decodeCursor(input.cursor, POSITION)
    const now = ctx.platform.clock.now()
    const windows = WINDOWED_LIMITS.map(
      (limit) => sql`(${limit}, ${new Date(windowOf(limit, now).startsAt).toISOString()}::timestamptz)`,
    )
    const rows = await rowsOf<Row>(
      ctx.db,
      sql`
        select f.id, f.name, f.quota, p.position,
          (select coalesce(json_object_agg(c."limit", c.used), '{}') from quota_counters c
            where c.scope_id = f.id and (c."limit", c.starts_at) in (${sql.join(windows, sql`, `)})) as counted,
          (select coalesce(sum(slots), 0)::int from quota_slots
            where scope_id = f.id and until > clock_timestamp()) as slots,
          (select (configuration->>'memoryMb')::int from drafts where function_id = f.id) as memory_mb
        from functions f, lateral (select case when exists (select from suspensions s
            where s.scope_id = f.id and s.resumed_at is null and s.resumes_at > ${new Date(now).toISOString()})
          then '0' else '1' end || f.name as position) p
        where f.space_id = ${ctx.space.id} and ${after === null ? sql`true` : sql`p.position > ${after}`}
          and exists (select from jsonb_each(f.quota) l
            where l.key = any(${sql.param([...FUNCTION_LIMITS])}::text[]) and l.value <> 'null')
        order by p.position limit ${input.limit + 1}`,
    )
    const open = Map.groupBy(
      await readOpen(
        ctx,
        rows.map(({ id }) => id),
      ),
      ({ scopeId }) => scopeId,
    )
    return pageFrom(
      rows,
      input.limit,
      ({ position }) => position,
      (row) => useOf(row, open.get(row.id) ?? [], now),
    )
  },
)

function useOf(row: Row, open: Awaited<ReturnType<typeof readOpen>>, now: number): FunctionQuotaUse {
  const used: FunctionQuotaUse['used'] = {}
  for (const limit of FUNCTION_LIMITS) {
    const most = row.quota[limit] ?? null
    if (most === null) continue
    const counts = { concurrency: row.slots, memoryMb: row.memory_mb }
    used[limit] =
      limit === 'concurrency' || limit === 'memoryMb'
        ? { used: counts[limit], limit: most, needed: null, resetsAt: null }
        : { ...windowUse({ limit, counted: row.counted[limit] ?? 0, open, now }), limit: most }
  }
  return { function: row.name, used, suspension: longestOf(open, now) }
}
