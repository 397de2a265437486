import type { Restored, TriggerPause } from '@alcove/contract'
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

/**
 * Functions go to the trash: their log triggers keep the ids of the functions that they read. In the meantime those may
 * be renamed or deleted, and others may get their names.
 */
export async function rememberSources(ctx: Changing, ids: readonly string[]): Promise<void> {
  await ctx.db.execute(sql`
    update triggers t set config = t.config || jsonb_build_object('source',
      case when t.paused_by ->> 'reason' = 'deleted' then (
        select id from trash where space_id = f.space_id and name = t.config ->> 'function'
          and trashed_at <= (t.paused_by ->> 'at')::timestamptz
        order by trashed_at desc limit 1)
      else (select id from functions where space_id = f.space_id and name = t.config ->> 'function') end)
    from functions f
    where f.id = t.function_id and t.type = 'log' and f.id = any(${sql.param([...ids])}::uuid[])`)
}

/**
 * Functions are back from the trash: their log triggers read the same functions as before, or pause without them.
 * @returns those that pause
 */
export async function returnToSources(ctx: Changing<SpaceCtx>, ids: readonly string[]): Promise<Restored['paused']> {
  const now = new Date(ctx.platform.clock.now()).toISOString()
  const returned = await rowsOf<{ function: string; trigger: string; paused_by: TriggerPause | null; paused: boolean }>(
    ctx.db,
    sql`
      with source as (
        select t.id, t.enabled, live.name as live, coalesce(live.name, gone.name, t.config ->> 'function') as name,
          coalesce(gone.trashed_at, ${now}::timestamptz) at time zone 'UTC' as gone_at
        from triggers t left join functions live on live.id = (t.config ->> 'source')::uuid
          left join trash gone on gone.id = (t.config ->> 'source')::uuid
        where t.type = 'log' and t.config ? 'source' and t.function_id = any(${sql.param([...ids])}::uuid[]))
      update triggers t set
        config = jsonb_set(t.config - 'source', '{function}', to_jsonb(source.name)),
        enabled = live is not null and (t.enabled or t.paused_by ->> 'reason' = 'deleted'),
        paused_by = case
          when live is null and t.enabled then jsonb_build_object('reason', 'deleted',
            'at', to_char(gone_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'detail', 'The function ' || source.name || ' was deleted')
          when live is not null and t.paused_by ->> 'reason' = 'deleted' then null
          else t.paused_by end
      from source join functions f on true
      where source.id = t.id and f.id = t.function_id
      returning f.name as function, t.name as trigger, t.paused_by, source.enabled and not t.enabled as paused`,
  )
  return returned
    .filter(({ paused }) => paused)
    .map(({ function: fn, trigger, paused_by }) => ({ function: fn, trigger, reason: paused_by!.detail! }))
}
