import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import type { Changing, SpaceCtx } from '../../../kernel/context.ts'
import { pauseOrphans } from '../pause-orphans.ts'

/** A function of the context's space is gone: a new one of that name must not feed the triggers that read its lines. */
export const pauseReaders = (ctx: Changing<SpaceCtx>, source: string): Promise<void> =>
  pauseOrphans(ctx, { type: 'log', field: 'function', source, detail: `The function ${source} was deleted` })

/** Those that were paused when these functions went to the trash read their lines again, under the name of today. */
export async function resumeReaders(ctx: Changing<SpaceCtx>, ids: readonly string[]): Promise<void> {
  const resumed = await rowsOf<{ name: string; function: string }>(
    ctx.db,
    sql`
      update triggers t
      set enabled = true, paused_by = null, config = jsonb_set(t.config, '{function}', to_jsonb(s.name))
      from functions f, functions s join trash on trash.id = s.id
      where s.id = any(${sql.param([...ids])}::uuid[]) and f.id = t.function_id and f.space_id = s.space_id
        and t.type = 'log' and t.config ->> 'function' = trash.name
        and t.paused_by ->> 'reason' = 'deleted' and (t.paused_by ->> 'at')::timestamptz >= trash.trashed_at
      returning t.name, f.name as function`,
  )
  for (const { function: fn, name } of resumed) {
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await ctx.change.audit('triggers:resume', `function ${fn} trigger ${name}`, {
      before: { enabled: false },
      after: { enabled: true },
    })
  }
}
