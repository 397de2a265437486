import { notFound, type Firing } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, isoOrNull, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { firings, tasks } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

type Task = Pick<
  RawRow<typeof tasks>,
  'id' | 'state' | 'attempts' | 'invocation_ids' | 'error' | 'started_at' | 'ended_at'
>

export interface FiringRow extends RawRow<typeof firings> {
  task: Task | null
}

/** Firings of the space, newest first, with the task of each; `where` speaks of a firing `f`. */
export async function readFirings(ctx: SpaceCtx, where: SQL, limit: number): Promise<FiringRow[]> {
  return rowsOf<FiringRow>(
    ctx.db,
    sql`
      select f.*, case when k.id is not null then json_build_object('id', k.id, 'state', k.state, 'attempts', k.attempts,
        'invocation_ids', k.invocation_ids, 'error', k.error, 'started_at', k.started_at, 'ended_at', k.ended_at) end as task
      from firings f left join tasks k on k.space_id = f.space_id and k.id = f.task_id
      where f.space_id = ${ctx.space.id} and ${where}
      order by f.id desc
      limit ${limit}`,
  )
}

export async function readFiring(ctx: SpaceCtx, id: string): Promise<Firing> {
  const [row] = await readFirings(ctx, sql`f.id = ${id}`, 1)
  if (!row) throw notFound('firing', id)
  return firingOf(row)
}

export function firingOf(row: FiringRow): Firing {
  const { id, cause, outcome, reason, detail, due_at, occurred_at, at, event_id, ticks, task_id, task } = row
  const since = outcome === 'fired' && cause === 'source' ? (due_at ?? occurred_at) : null
  return {
    id,
    cause,
    outcome,
    reason,
    detail,
    dueAt: isoOrNull(due_at),
    at: iso(at),
    lagMs: since === null ? null : Date.parse(at) - Date.parse(since),
    eventId: event_id,
    ticks,
    taskId: task_id,
    task: task && {
      state: task.state,
      attempts: task.attempts,
      invocationId: task.invocation_ids.at(-1) ?? null,
      error: task.error?.message ?? null,
      durationMs: task.started_at && task.ended_at ? Date.parse(task.ended_at) - Date.parse(task.started_at) : null,
    },
  }
}
