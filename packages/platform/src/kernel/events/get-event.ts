import { notFound, type SpaceEventDetail } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { EVENT_COLUMNS, eventOf, type EventRow } from './event-of.ts'

interface DetailRow extends EventRow {
  event: string
  trace_id: string
  parent_id: string | null
}

/** An event with what it started. */
export const getEvent = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<SpaceEventDetail> => {
    const [row] = await rowsOf<DetailRow>(
      ctx.db,
      sql`
        select ${EVENT_COLUMNS}, e.event, e.trace_id, e.parent_id from events e
        where e.space_id = ${ctx.space.id} and e.id = ${input.id}`,
    )
    if (!row) throw notFound('event', input.id)
    return {
      ...eventOf(row),
      event: JSON.parse(row.event) as unknown,
      traceId: row.trace_id,
      parentId: row.parent_id,
      firings: await firingsOf(ctx, input.id),
    }
  },
)

const FIRINGS_SHOWN = 100

async function firingsOf(ctx: SpaceCtx, eventId: string): Promise<SpaceEventDetail['firings']> {
  return rowsOf<SpaceEventDetail['firings'][number]>(
    ctx.db,
    sql`
      select f.id, fn.name as function, t.name as trigger, f.outcome, f.detail, f.task_id as "taskId",
        case when k.id is not null then json_build_object('state', k.state,
          'invocationId', k.invocation_ids[array_upper(k.invocation_ids, 1)]) end as task
      from firings f
      join triggers t on t.id = f.trigger_id
      join functions fn on fn.id = f.function_id
      left join tasks k on k.space_id = f.space_id and k.id = f.task_id
      where f.event_id = ${eventId} and f.space_id = ${ctx.space.id}
      order by f.id limit ${FIRINGS_SHOWN}`,
  )
}
