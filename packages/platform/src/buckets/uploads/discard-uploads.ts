import { inArray, sql, type SQL } from 'drizzle-orm'
import { uploads } from '../../database/schema/index.ts'
import type { Changing } from '../../kernel/context.ts'

/**
 * Ends uploads and discards their parts, which no longer count in their bucket. Locks the space: there may be many
 * parts.
 */
export async function discardUploads(ctx: Changing, which: SQL): Promise<number> {
  const ended = await ctx.db.select({ id: uploads.id }).from(uploads).where(which).for('update')
  if (ended.length === 0) return 0
  const ids = ended.map(({ id }) => id)
  await ctx.db.execute(sql`
    with parts as (
      delete from upload_parts where upload_id = any(${sql.param(ids)}::uuid[]) returning upload_id, piece
    ), discarded as (
      insert into discarded_pieces (name, delete_after)
      select (piece ->> 'name')::uuid, ${new Date(ctx.platform.clock.now())}::timestamptz from parts
    ), freed as (
      select u.bucket_id, sum((p.piece ->> 'bytes')::bigint) as bytes
      from parts p join uploads u on u.id = p.upload_id group by u.bucket_id
    )
    update buckets set bytes = buckets.bytes - freed.bytes from freed where buckets.id = freed.bucket_id`)
  await ctx.db.delete(uploads).where(inArray(uploads.id, ids))
  return ended.length
}
