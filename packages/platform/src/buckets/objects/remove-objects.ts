import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { graceOf } from '../pieces/discard.ts'
import { count, lockSpace } from './count.ts'
import { fireTriggers } from './fire-triggers.ts'

/** Removes those of these objects that exist, in a few statements. @returns how many */
export async function removeObjects(
  ctx: Changing<SpaceCtx>,
  bucketId: string,
  keys: readonly string[],
): Promise<number> {
  await lockSpace(ctx, ctx.space.id)
  const now = ctx.platform.clock.now()
  const dueAt = (pieces: number) => sql`${new Date(now + graceOf(pieces)).toISOString()}::timestamptz`
  const gone = await rowsOf<{ key: string; bytes: string; etag: string }>(
    ctx.db,
    sql`
      with gone as (
        delete from objects where bucket_id = ${bucketId} and key = any(${sql.param([...keys])}::text[])
        returning key, bytes, etag, pieces
      ), discarded as (
        insert into discarded_pieces (name, delete_after)
        select (piece ->> 'name')::uuid, case when jsonb_array_length(pieces) > 1 then ${dueAt(2)} else ${dueAt(1)} end
        from gone, jsonb_array_elements(pieces) as piece
      )
      select key, bytes, etag from gone order by key`,
  )
  if (gone.length === 0) return 0
  const bytes = gone.reduce((sum, object) => sum + Number(object.bytes), 0)
  await count(ctx, bucketId, { objects: -gone.length, bytes: -bytes })
  const changes = gone.map(({ key, bytes, etag }) => ({
    type: 'removed' as const,
    how: 'Delete' as const,
    key,
    bytes: Number(bytes),
    etag,
  }))
  await fireTriggers(ctx, bucketId, changes)
  return gone.length
}
