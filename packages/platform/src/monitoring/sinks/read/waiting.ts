import type { SinkDataset } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'

export interface Waiting {
  /** Counted up to COUNTED. */
  count: number
  /** When the oldest one was, in milliseconds; null: none waits. */
  oldestAt: number | null
}

const COUNTED = 100_000

/** What is recorded behind a position. */
export async function readWaiting(ctx: SpaceCtx, dataset: SinkDataset, position: string): Promise<Waiting> {
  const space = ctx.space.id
  if (dataset === 'metrics') {
    const [minute, functionId, version] = position.split(' ')
    return read(
      ctx,
      sql`
        select count(*)::int as count, min(extract(epoch from minute) * 1000)::float8 as "oldestAt" from (
          select minute from metric_minutes where space_id = ${space} and minute >= ${minute}::timestamptz
            and (minute, function_id, version) > (${minute}::timestamptz, ${functionId}::uuid, ${Number(version)}::int)
          order by minute limit ${COUNTED}) m`,
    )
  }
  const time = sql`min(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint)::float8 as "oldestAt"`
  if (dataset !== 'logs') {
    return read(
      ctx,
      sql`
        select count(*)::int as count, ${time} from (
          select id from invocations where space_id = ${space} and id > ${position} order by id limit ${COUNTED}) i`,
    )
  }
  const [rows, sealed] = await Promise.all([
    read(
      ctx,
      sql`
        select count(*)::int as count, ${time} from (
          select l.id from functions f cross join lateral (
            select id from log_lines where function_id = f.id and id > ${position} order by id limit ${COUNTED}) l
          where f.space_id = ${space} limit ${COUNTED}) l`,
    ),
    read(
      ctx,
      sql`
        select coalesce(sum(lines), 0)::int as count,
          min(('x' || substr(replace(greatest(first_id, ${position}::uuid)::text, '-', ''), 1, 12))::bit(48)::bigint)::float8 as "oldestAt"
        from log_segments where space_id = ${space} and last_id > ${position}`,
    ),
  ])
  const oldest = [rows.oldestAt, sealed.oldestAt].filter((at) => at !== null)
  return { count: rows.count + sealed.count, oldestAt: oldest.length === 0 ? null : Math.min(...oldest) }
}

async function read({ platform }: SpaceCtx, query: ReturnType<typeof sql>): Promise<Waiting> {
  const [row] = await rowsOf<Waiting>(platform.db, query)
  return row!
}
