import { sql } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'

/** After a rename, what names the function in its space names it still. Everything else knows it by its id. */
export async function followName(ctx: Changing<SpaceCtx>, before: string, name: string): Promise<void> {
  const { id: spaceId } = ctx.space
  const to = sql`to_jsonb(${name}::text)`
  /* oxlint-disable no-await-in-loop -- one connection */
  for (const when of ['onSuccess', 'onFailure']) {
    await ctx.db.execute(sql`
      update functions set destinations = jsonb_set(destinations, array[${when}, 'function'], ${to})
      where space_id = ${spaceId} and destinations -> ${when} ->> 'type' = 'function'
        and destinations -> ${when} ->> 'function' = ${before}`)
  }
  /* oxlint-enable no-await-in-loop */
  // Results on their way, and those that may be sent again.
  await ctx.db.execute(sql`
    update task_deliveries set destination = jsonb_set(destination, '{function}', ${to})
    where space_id = ${spaceId} and state <> 'delivered'
      and destination ->> 'type' = 'function' and destination ->> 'function' = ${before}`)
  await ctx.db.execute(sql`
    update triggers set config = jsonb_set(config, '{function}', ${to})
    where type = 'log' and config ->> 'function' = ${before}
      and function_id in (select id from functions where space_id = ${spaceId})`)
  await ctx.db.execute(sql`
    update alerts set rule = jsonb_set(rule, '{condition,function}', ${to})
    where space_id = ${spaceId} and rule -> 'condition' ->> 'function' = ${before}`)
  await ctx.db.execute(sql`
    update alert_targets set settings = jsonb_set(settings, '{function}', ${to})
    where space_id = ${spaceId} and settings ->> 'type' = 'function' and settings ->> 'function' = ${before}`)
  await ctx.db.execute(sql`
    update boards set etag = gen_random_uuid(), charts = (
      select jsonb_agg(
        case chart ->> 'function' when ${before} then jsonb_set(chart, '{function}', ${to}) else chart end order by place)
      from jsonb_array_elements(charts) with ordinality as each (chart, place))
    where space_id = ${spaceId} and jsonb_path_exists(charts, '$[*].function ? (@ == $before)', ${JSON.stringify({ before })})`)
}
