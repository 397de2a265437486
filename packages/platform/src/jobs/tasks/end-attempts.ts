import type { ExecutionError, ProblemCode, TaskPolicy, TaskState } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { change } from '../../kernel/change.ts'
import type { Changing } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { cleanJson } from '../../records/recorder/clean-text.ts'
import { decideEnd, type AttemptOutcome } from './decide-end.ts'
import { errorKeyOf } from './error-key.ts'
import { publishDead } from './publish-dead.ts'
import { queueDeliveries, type EndedTask } from './queue-deliveries.ts'

export interface EndedAttempt {
  id: string
  spaceId: string
  /** The worker that ran it, and the invocation: an attempt that was taken over ends without effect. */
  worker: string
  invocationId: string
  outcome: AttemptOutcome | { kind: 'expired' }
}

interface Row extends Omit<EndedTask, 'state' | 'error' | 'output' | 'invocationId'> {
  expiresAt: string
  cancelling: boolean
  async: TaskPolicy
}

/** An attempt, the task as it was, and what becomes of it. */
interface Ending {
  attempt: EndedAttempt
  row: Row
  state: TaskState
  inMs: number | null
  /** The attempt is given back. */
  uncounted: boolean
  /** Nor does the time until the next one count. */
  held: boolean
  failure: { code: ProblemCode; error: ExecutionError } | null
}

/** Decides and records what becomes of the tasks, and queues their results: one transaction for many attempts. */
export async function endAttempts(platform: Platform, ended: readonly EndedAttempt[]): Promise<void> {
  if (ended.length === 0) return
  const ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'tasks' }, requestId: newId() } as const
  await change(ctx, async (ctx) => {
    const rows = new Map((await lockRunning(ctx, ended)).map((row) => [row.id, row]))
    const now = platform.clock.now()
    const endings = ended.flatMap((attempt) => {
      const row = rows.get(attempt.id)
      return row ? [endingOf(row, attempt, now)] : []
    })
    if (endings.length === 0) return
    await store(ctx, endings)
    const over = endings.filter(({ inMs }) => inMs === null)
    await queueDeliveries(ctx, over.map(endedTask))
    await publishDead(
      ctx,
      over.filter(({ state }) => state === 'dead').map(({ row }) => row.id),
    )
  })
}

function lockRunning(ctx: Changing, ended: readonly EndedAttempt[]): Promise<Row[]> {
  const column = (of: (attempt: EndedAttempt) => string) => sql`${sql.param(ended.map(of))}::uuid[]`
  return rowsOf<Row>(
    ctx.db,
    sql`
      select t.id, t.space_id as "spaceId", s.name as space, t.function_id as "functionId", f.name as function,
        t.qualifier, t.attempts, t.accepted_at as "acceptedAt", t.expires_at as "expiresAt", t.cancelling,
        t.trace_id as "traceId", t.hops, t.lineage, f.async, f.destinations,
        case when f.destinations <> '{}' then t.event end as event
      from unnest(
        ${column(({ spaceId }) => spaceId)}, ${column(({ id }) => id)}, ${column(({ worker }) => worker)},
        ${column(({ invocationId }) => invocationId)}
      ) as ended (space_id, id, worker, invocation_id)
      join tasks t on t.space_id = ended.space_id and t.id = ended.id
      join functions f on f.id = t.function_id
      join spaces s on s.id = t.space_id
      where t.state = 'running' and t.owner = ended.worker
        and t.invocation_ids[array_upper(t.invocation_ids, 1)] = ended.invocation_id
      order by t.space_id, t.id for no key update of t`,
  )
}

function endingOf(row: Row, attempt: EndedAttempt, now: number): Ending {
  const { outcome } = attempt
  const task = { attempts: row.attempts, expiresAt: new Date(row.expiresAt).getTime(), settings: row.async }
  const decided =
    outcome.kind === 'expired' ? { state: 'expired' as const } : decideEnd(task, outcome, now, Math.random())
  // It was cancelled meanwhile: no further attempt.
  const end = 'inMs' in decided && row.cancelling ? { state: 'cancelled' as const } : decided
  return {
    attempt,
    row,
    state: end.state,
    inMs: 'inMs' in end ? end.inMs : null,
    // An attempt that expired did not begin; one that found no room reached no instance.
    uncounted: outcome.kind === 'expired' || ('inMs' in end && end.uncounted),
    held: 'held' in end,
    failure: outcome.kind === 'failed' ? outcome : null,
  }
}

async function store({ db }: Changing, endings: readonly Ending[]): Promise<void> {
  const column = (type: string, of: (ending: Ending) => string | number | boolean | null) =>
    sql`${sql.param(endings.map(of))}::${sql.raw(type)}[]`
  await db.execute(sql`
    update tasks t set state = e.state, owner = null, attempts = t.attempts - e.given_back,
      run_at = case when e.in_ms is null then t.run_at else now() + make_interval(secs => e.in_ms / 1000.0) end,
      expires_at = t.expires_at + case when e.held then make_interval(secs => e.in_ms / 1000.0) else interval '0' end,
      ended_at = case when e.in_ms is null then now() end,
      invocation_ids = case when e.given_back = 1
        then trim_array(t.invocation_ids, 1) else t.invocation_ids end,
      error_code = coalesce(e.error_code, case when e.state <> 'succeeded' then t.error_code end),
      error = coalesce(e.error::jsonb, case when e.state <> 'succeeded' then t.error end),
      error_key = coalesce(e.error_key, case when e.state <> 'succeeded' then t.error_key end)
    from unnest(
      ${column('uuid', ({ row }) => row.spaceId)}, ${column('uuid', ({ row }) => row.id)},
      ${column('text', ({ state }) => state)}, ${column('float8', ({ inMs }) => inMs)},
      ${column('int', ({ uncounted }) => (uncounted ? 1 : 0))}, ${column('bool', ({ held }) => held)},
      ${column('text', ({ failure }) => failure && failure.code)},
      ${column('text', ({ failure }) => failure && cleanJson(JSON.stringify(failure.error)))},
      ${column('text', ({ failure }) => failure && errorKeyOf(failure.error))}
    ) as e (space_id, id, state, in_ms, given_back, held, error_code, error, error_key)
    where t.space_id = e.space_id and t.id = e.id`)
}

function endedTask({ attempt, row, state, failure, uncounted }: Ending): EndedTask {
  const { outcome } = attempt
  return {
    ...row,
    state,
    attempts: row.attempts - (uncounted ? 1 : 0),
    acceptedAt: new Date(row.acceptedAt).toISOString(),
    error: failure && failure.error,
    output: (outcome.kind === 'succeeded' && outcome.output) || null,
    invocationId: attempt.invocationId,
  }
}
