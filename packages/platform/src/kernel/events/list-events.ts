import type { Page, SpaceEvent, SpaceEventQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { EVENT_COLUMNS, eventOf, type EventRow } from './event-of.ts'

/** Events of the space, newest first. */
export const listEvents = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: SpaceEventQuery }): Promise<Page<SpaceEvent>> => {
    const { type, source, q, limit } = input
    const before = decodeCursor(input.cursor, BY_ID)
    const conditions = [
      sql`e.space_id = ${ctx.space.id}`,
      before !== null && sql`e.id < ${before}`,
      type !== undefined &&
        (type.endsWith('*') ? sql`starts_with(e.type, ${type.slice(0, -1)})` : sql`e.type = ${type}`),
      source !== undefined && sql`e.source = ${source}`,
      q !== undefined && sql`concat_ws(' ', e.type, e.source, e.subject, e.event_id) ilike ${containing(q)}`,
    ].filter((condition) => condition !== false)
    const rows = await rowsOf<EventRow>(
      ctx.db,
      sql`
        select ${EVENT_COLUMNS} from events e where ${sql.join(conditions, sql` and `)}
        order by e.id desc limit ${limit + 1}`,
    )
    return pageFrom(rows, limit, (row) => row.id, eventOf)
  },
)
