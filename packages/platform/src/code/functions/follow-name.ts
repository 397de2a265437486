import { sql } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'

/** After a rename, log triggers go on reading the lines of the function, and results of other functions reach it. */
export async function followName(ctx: Changing<SpaceCtx>, before: string, name: string): Promise<void> {
  await ctx.db.execute(sql`
    update triggers set config = jsonb_set(config, '{function}', to_jsonb(${name}::text))
    where type = 'log' and config ->> 'function' = ${before}
      and function_id in (select id from functions where space_id = ${ctx.space.id})`)
  for (const when of ['onSuccess', 'onFailure']) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await ctx.db.execute(sql`
      update functions set destinations = jsonb_set(destinations, array[${when}, 'function'], to_jsonb(${name}::text))
      where space_id = ${ctx.space.id} and destinations -> ${when} ->> 'type' = 'function'
        and destinations -> ${when} ->> 'function' = ${before}`)
  }
}
