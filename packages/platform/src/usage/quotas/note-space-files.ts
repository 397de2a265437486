import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { WARN_AT } from './counter.ts'

const MIB = 2 ** 20

interface Warned {
  id: string
  space: string
  mb: number
  limit: number
}

/**
 * Notes what the files of functions take on a server, and tells the owners of a space once they take 80 % of its limit
 * there. The kernel refuses what is over the limit.
 * @param files bytes by space; what is left out is gone
 */
export async function noteSpaceFiles(
  platform: Platform,
  server: string,
  files: ReadonlyMap<string, number>,
): Promise<void> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'quotas' }, requestId: 'quotas' }
  const ids = sql.param([...files.keys()])
  const at = new Date(platform.clock.now()).toISOString()
  await change(ctx, async (ctx) => {
    await ctx.db.execute(sql`delete from space_files where server = ${server} and space_id <> all(${ids}::uuid[])`)
    const warned = await rowsOf<Warned>(
      ctx.db,
      sql`
        with before as (select space_id, warned from space_files where server = ${server}), noted as (
          insert into space_files (space_id, server, bytes, at, warned)
          select s.id, ${server}, f.bytes, ${at}, f.bytes >= s.storage_mb * ${MIB}::float8 * ${WARN_AT}::float8
          from unnest(${ids}::uuid[], ${sql.param([...files.values()])}::bigint[]) as f (space_id, bytes)
          join spaces s on s.id = f.space_id
          on conflict (space_id, server) do update set bytes = excluded.bytes, at = excluded.at, warned = excluded.warned
          returning space_id, bytes, warned)
        select s.id, s.name as space, n.bytes::float8 / ${MIB} as mb, s.storage_mb as limit
        from noted n join spaces s on s.id = n.space_id left join before b on b.space_id = n.space_id
        where n.warned and not coalesce(b.warned, false) and s.trashed_at is null`,
    )
    for (const { id, space, mb, limit } of warned) {
      const data = { function: null, limit: 'storageMb', allowed: limit, used: Math.round(mb) }
      const source = `/spaces/${space}`
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await publishEvents(ctx, id, [{ type: 'alcove.quota.warning', source, subject: 'storageMb', data }])
    }
  })
}
