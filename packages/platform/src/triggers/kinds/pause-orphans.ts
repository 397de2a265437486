import type { TriggerKind, TriggerPause } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { recordFirings } from '../firings/record-firings.ts'

interface Orphans {
  type: TriggerKind
  /** Of their configuration, which names the source. */
  field: string
  source: string
  /** Why they are paused. */
  detail: string
}

/** Pauses the triggers whose source is deleted: a new one of that name must not feed them. */
export async function pauseOrphans(ctx: Changing<SpaceCtx>, { type, field, source, detail }: Orphans): Promise<void> {
  const at = new Date(ctx.platform.clock.now())
  const pausedBy: TriggerPause = { at: at.toISOString(), reason: 'deleted', detail }
  const paused = await rowsOf<{ id: string; name: string; function_id: string; function: string }>(
    ctx.db,
    sql`
      update triggers t set enabled = false, paused_by = ${JSON.stringify(pausedBy)}::jsonb
      from functions f
      where f.id = t.function_id and f.space_id = ${ctx.space.id}
        and t.type = ${type} and t.enabled and t.config ->> ${field}::text = ${source}
      returning t.id, t.name, t.function_id, f.name as function`,
  )
  await recordFirings(
    ctx,
    paused.map((trigger) => ({
      spaceId: ctx.space.id,
      functionId: trigger.function_id,
      triggerId: trigger.id,
      cause: 'source',
      outcome: 'skipped',
      reason: 'paused',
      detail,
      at,
    })),
  )
  for (const { function: fn, name } of paused) {
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await ctx.change.audit('triggers:pause', `function ${fn} trigger ${name}`, {
      before: { enabled: true },
      after: { enabled: false },
    })
  }
}
