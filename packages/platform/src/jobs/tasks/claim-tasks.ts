import type { TaskPolicy, TriggerKind } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { shareOut, type Queue } from './share-out.ts'

/** A task and the attempt that this worker is to make. */
export interface ClaimedTask {
  id: string
  spaceId: string
  functionId: string
  qualifier: string
  /** Null: a blob named by `eventHash`. */
  event: Uint8Array | null
  eventHash: string | null
  trigger: TriggerKind
  triggerName: string | null
  caller: string | null
  parentId: string | null
  traceId: string
  requestId: string | null
  hops: number
  lineage: string | null
  /** Which attempt this is, from 1, and the invocation it becomes. */
  attempt: number
  invocationId: string
  /** Its maximum age has passed: it must not start. */
  expired: boolean
}

export interface Claim {
  tasks: ClaimedTask[]
  /** Milliseconds until more may be due; 0: there may be more now; null: nothing waits. */
  nextInMs: number | null
}

interface Row {
  space_id: string
  function_id: string
  async: TaskPolicy
  running: number
  due_in_ms: number
}

/** Held while tasks are claimed: maximum concurrency and fair shares are exact, however many servers there are. */
const CLAIMS_LOCK = 0x7461736b

/**
 * Due tasks become the worker's, at most `free`, shared fairly between spaces and between functions of a space. The claim
 * is on the disk before they run: one that the database lost would leave executions that are no attempts of a task.
 */
export async function claimTasks(db: Database, { worker, free }: { worker: string; free: number }): Promise<Claim> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${CLAIMS_LOCK})`)
    const rows = await rowsOf<Row>(tx, WAITING)
    const due: Queue[] = []
    let nextInMs: number | null = null
    for (const row of rows) {
      const max = row.async.maxConcurrency
      const queue = { spaceId: row.space_id, functionId: row.function_id, running: row.running, max }
      if (row.due_in_ms <= 0) due.push(queue)
      else nextInMs = Math.min(nextInMs ?? Infinity, row.due_in_ms)
    }
    const shares = shareOut(due, free)
    if (shares.size === 0) return { tasks: [], nextInMs }
    const tasks = await take(tx, worker, due, shares)
    const taken = new Map<string, number>()
    for (const { functionId } of tasks) taken.set(functionId, (taken.get(functionId) ?? 0) + 1)
    // A function that used its whole share may have more tasks. If another one used less, places are free.
    const more =
      tasks.length < free &&
      due.some(({ functionId, running, max }) => {
        const share = shares.get(functionId) ?? 0
        return running + share < max && taken.get(functionId) === share
      })
    return { tasks, nextInMs: more ? 0 : nextInMs }
  })
}

/** One look into the index per function that has tasks waiting, not one per task. */
const WAITING: SQL = sql`
  with recursive waiting as (
    (select space_id, function_id from tasks where state in ('queued', 'retrying')
      order by space_id, function_id limit 1)
    union all
    select next.space_id, next.function_id from waiting, lateral (
      select t.space_id, t.function_id from tasks t
      where t.state in ('queued', 'retrying') and (t.space_id, t.function_id) > (waiting.space_id, waiting.function_id)
      order by t.space_id, t.function_id limit 1) next
  ), running as materialized (
    select function_id, count(*)::int as tasks from tasks where state = 'running' group by function_id
  )
  select w.space_id, w.function_id, f.async, coalesce(r.tasks, 0) as running,
    extract(epoch from first.run_at - now())::float8 * 1000 as due_in_ms
  from waiting w
  join functions f on f.id = w.function_id
  cross join lateral (
    select run_at from tasks t
    where t.space_id = w.space_id and t.function_id = w.function_id and t.state in ('queued', 'retrying')
    order by run_at limit 1) first
  left join running r on r.function_id = w.function_id`

async function take(
  tx: Parameters<Parameters<Database['transaction']>[0]>[0],
  worker: string,
  due: readonly Queue[],
  shares: ReadonlyMap<string, number>,
): Promise<ClaimedTask[]> {
  const chosen = due.filter(({ functionId }) => shares.has(functionId))
  const counts = chosen.map(({ functionId }) => shares.get(functionId)!)
  const invocations = Array.from({ length: counts.reduce((sum, count) => sum + count, 0) }, () => newId())
  return rowsOf<ClaimedTask>(
    tx,
    sql`
      with chosen as (
        select picked.space_id, picked.id, row_number() over () as place
        from unnest(
          ${sql.param(chosen.map(({ spaceId }) => spaceId))}::uuid[],
          ${sql.param(chosen.map(({ functionId }) => functionId))}::uuid[],
          ${sql.param(counts)}::int[]) as share (space_id, function_id, tasks)
        cross join lateral (
          select t.space_id, t.id from tasks t
          where t.space_id = share.space_id and t.function_id = share.function_id
            and t.state in ('queued', 'retrying') and t.run_at <= now()
          order by t.run_at limit share.tasks
          for update skip locked) picked
      )
      update tasks t set state = 'running', owner = ${worker}, started_at = now(), attempts = attempts + 1,
        invocation_ids = t.invocation_ids || (${sql.param(invocations)}::uuid[])[chosen.place]
      from chosen where t.space_id = chosen.space_id and t.id = chosen.id
      returning t.id, t.space_id as "spaceId", t.function_id as "functionId", qualifier, event,
        event_hash as "eventHash", trigger, trigger_name as "triggerName", caller, parent_id as "parentId",
        trace_id as "traceId", request_id as "requestId", hops, lineage, attempts as attempt,
        invocation_ids[array_upper(invocation_ids, 1)] as "invocationId", expires_at <= now() as expired`,
  )
}
