import type { TaskSettings, TaskState } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../database/connect.ts'
import type { Platform } from '../kernel/platform.ts'
import { change } from '../kernel/change.ts'
import type { Ctx } from '../kernel/context.ts'
import { cleanJson } from '../records/recorder/clean-text.ts'
import { decideEnd, type AttemptOutcome } from './decide-end.ts'
import { errorKeyOf } from './error-key.ts'
import { publishDead } from './publish-dead.ts'

export interface EndedAttempt {
  id: string
  spaceId: string
  /** The worker that ran it, and the invocation: an attempt that was taken over ends without effect. */
  worker: string
  invocationId: string
  outcome: AttemptOutcome | { kind: 'expired' }
}

interface Row {
  id: string
  attempts: number
  expires_at: string
  cancelling: boolean
  async: TaskSettings
}

/** Decides and records what becomes of the tasks: one transaction for many attempts. */
export async function endAttempts(platform: Platform, ended: readonly EndedAttempt[]): Promise<void> {
  if (ended.length === 0) return
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'tasks' }, requestId: 'tasks' }
  await change(ctx, async (ctx) => {
    const tx = ctx.db
    const rows = await rowsOf<Row>(
      tx,
      sql`
        select t.id, t.attempts, t.expires_at, t.cancelling, f.async
        from unnest(
          ${sql.param(ended.map(({ spaceId }) => spaceId))}::uuid[], ${sql.param(ended.map(({ id }) => id))}::uuid[],
          ${sql.param(ended.map(({ worker }) => worker))}::uuid[],
          ${sql.param(ended.map(({ invocationId }) => invocationId))}::uuid[]
        ) as ended (space_id, id, worker, invocation_id)
        join tasks t on t.space_id = ended.space_id and t.id = ended.id
        join functions f on f.id = t.function_id
        where t.state = 'running' and t.owner = ended.worker
          and t.invocation_ids[array_upper(t.invocation_ids, 1)] = ended.invocation_id
        order by t.space_id, t.id for no key update of t`,
    )
    const known = new Map(rows.map((row) => [row.id, row]))
    const now = platform.clock.now()
    const changes = ended.flatMap((attempt) => {
      const row = known.get(attempt.id)
      return row ? [changeOf(row, attempt, now)] : []
    })
    if (changes.length === 0) return
    const column = <T>(values: T[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`
    await tx.execute(sql`
      update tasks t set state = e.state, owner = null, attempts = t.attempts - e.given_back,
        run_at = case when e.in_ms is null then t.run_at else now() + make_interval(secs => e.in_ms / 1000.0) end,
        ended_at = case when e.in_ms is null then now() end,
        invocation_ids = case when e.given_back = 1
          then trim_array(t.invocation_ids, 1) else t.invocation_ids end,
        error_code = coalesce(e.error_code, case when e.state <> 'succeeded' then t.error_code end),
        error = coalesce(e.error::jsonb, case when e.state <> 'succeeded' then t.error end),
        error_key = coalesce(e.error_key, case when e.state <> 'succeeded' then t.error_key end)
      from unnest(
        ${column(
          changes.map((c) => c.spaceId),
          'uuid',
        )}, ${column(
          changes.map((c) => c.id),
          'uuid',
        )},
        ${column(
          changes.map((c) => c.state),
          'text',
        )}, ${column(
          changes.map((c) => c.inMs),
          'float8',
        )},
        ${column(
          changes.map((c) => (c.uncounted ? 1 : 0)),
          'int',
        )},
        ${column(
          changes.map((c) => c.errorCode),
          'text',
        )}, ${column(
          changes.map((c) => c.error),
          'text',
        )},
        ${column(
          changes.map((c) => c.errorKey),
          'text',
        )}
      ) as e (space_id, id, state, in_ms, given_back, error_code, error, error_key)
      where t.space_id = e.space_id and t.id = e.id`)
    await publishDead(
      ctx,
      changes.flatMap(({ id, state }) => (state === 'dead' ? [id] : [])),
    )
  })
}

interface Change {
  id: string
  spaceId: string
  state: TaskState
  inMs: number | null
  uncounted: boolean
  errorCode: string | null
  error: string | null
  errorKey: string | null
}

function changeOf(row: Row, { id, spaceId, outcome }: EndedAttempt, now: number): Change {
  const settings = row.async
  const task = { attempts: row.attempts, expiresAt: new Date(row.expires_at).getTime(), settings }
  const decided =
    outcome.kind === 'expired' ? { state: 'expired' as const } : decideEnd(task, outcome, now, Math.random())
  const waits = 'inMs' in decided
  // Whoever cancelled it meanwhile does not want another attempt.
  const end = waits && row.cancelling ? { state: 'cancelled' as const } : decided
  const failure = outcome.kind === 'failed' ? outcome : null
  return {
    id,
    spaceId,
    state: end.state,
    inMs: 'inMs' in end ? end.inMs : null,
    // An attempt that expired did not begin; one that found no room reached no instance.
    uncounted: outcome.kind === 'expired' || ('inMs' in end && end.uncounted),
    errorCode: failure && failure.code,
    error: failure && cleanJson(JSON.stringify(failure.error)),
    errorKey: failure && errorKeyOf(failure.error),
  }
}
