import type { AlertChange, Page, PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, isoOrNull, rowsOf } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findAlert } from './alert-of.ts'

interface Row extends Omit<AlertChange, 'at' | 'endedAt'> {
  at: string
  ended_at: string | null
}

/** The states an alert was in, the newest first. */
export const listAlertChanges = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { alert: string } }): Promise<Page<AlertChange>> => {
    const { id } = await findAlert(ctx, input.alert)
    const before = decodeCursor(input.cursor, BY_ID)
    const rows = await rowsOf<Row>(
      ctx.db,
      sql`
        select * from (
          select id, at, state, silenced, value, lead(at) over (order by id) as ended_at
          from alert_changes where alert_id = ${id}
        ) changes ${before === null ? sql`` : sql`where id < ${before}`}
        order by id desc limit ${input.limit + 1}`,
    )
    return pageFrom(
      rows,
      input.limit,
      (row) => row.id,
      ({ ended_at, at, ...row }) => ({ ...row, at: iso(at), endedAt: isoOrNull(ended_at) }),
    )
  },
)
