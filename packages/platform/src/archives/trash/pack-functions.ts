import { inArray, sql } from 'drizzle-orm'
import { functions, logFeed } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing } from '../../kernel/context.ts'
import { rememberSources } from '../../triggers/kinds/log/follow-source.ts'
import { PACKED_TABLES } from './packed-tables.ts'

/**
 * Moves functions to the trash. The caller has locked them. Deleting their rows stops what leads to them at once: URLs,
 * routes, triggers, tasks that wait. Calls in flight run to completion.
 */
export async function packFunctions(
  ctx: Changing,
  { ids, withSpace }: { ids: readonly string[]; withSpace: boolean },
): Promise<void> {
  if (ids.length === 0) return
  await rememberSources(ctx, ids)
  const rows = PACKED_TABLES.flatMap(({ name, of }) => [
    `'${name}'`,
    `(select coalesce(json_agg(to_json(r)), '[]') from ${name} r where ${of})`,
  ]).join(', ')
  await ctx.db.execute(sql`
    insert into trash (id, space_id, name, trashed_at, trashed_by, with_space, rows, route_ids)
    select f.id, f.space_id, f.name, ${new Date(ctx.platform.clock.now()).toISOString()}, ${nameOf(ctx.actor)},
      ${withSpace}, json_build_object(${sql.raw(rows)}), array(select id from routes where function_id = f.id)
    from functions f where f.id = any(${sql.param([...ids])}::uuid[])`)
  // Lines that wait for triggers of other functions.
  await ctx.db.delete(logFeed).where(inArray(logFeed.functionId, [...ids]))
  await ctx.db.delete(functions).where(inArray(functions.id, [...ids]))
}
