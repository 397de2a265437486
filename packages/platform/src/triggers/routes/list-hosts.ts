import type { Page, PageQuery, SpaceHost } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'

const BY_HOST = /^[a-z0-9.-]{1,253}$/

export const listHosts = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<SpaceHost>> => {
  const after = decodeCursor(input.cursor, BY_HOST)
  const rows = await rowsOf<{ name: string; function: string | null; trigger: string | null; created_at: string }>(
    ctx.db,
    sql`
        select h.name, f.name as function, t.name as trigger, h.created_at
        from host_names h left join triggers t on t.id = h.trigger_id left join functions f on f.id = t.function_id
        where h.space_id = ${ctx.space.id} and ${after === null ? sql`true` : sql`h.name > ${after}`}
        order by h.name limit ${input.limit + 1}`,
  )
  return pageFrom(
    rows,
    input.limit,
    ({ name }) => name,
    ({ created_at, ...row }) => ({ ...row, createdAt: iso(created_at) }),
  )
})
