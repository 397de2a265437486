import { AlcoveError, DEFAULT_TASK_POLICY } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { keyReused } from '../../kernel/idempotency/key-reused.ts'
import type { NewTask } from './new-task.ts'

/** A task whose event is stored already where it is too large for the row. */
export interface StoredTask extends Omit<NewTask, 'event'> {
  event: Uint8Array | null
  eventHash: string | null
  eventBytes: number
  fingerprint: string | null
}

export type Inserted = { id: string } | AlcoveError

/** With a key, a repetition has to ask for the same thing. */
export function fingerprintOf({ idempotencyKey, qualifier, event, repeatable = event }: NewTask): string | null {
  if (idempotencyKey === undefined) return null
  return createHash('sha256').update(`${qualifier}\n`).update(repeatable).digest('hex')
}

/**
 * Inserts the tasks in one statement and answers for each, in order: its id, that of the task its key stands for, or why
 * there is none. The functions are locked against deletion, so that no task outlives its function.
 * @param told a statement that runs with it
 */
export async function insertTasks(
  db: Connection,
  given: readonly StoredTask[],
  told: SQL = sql`select`,
): Promise<Inserted[]> {
  const ids = given.map(() => newId())
  const rows = await rowsOf<{ id: string }>(db, insertion(given, ids, told))
  const accepted = new Set(rows.map(({ id }) => id))
  const answers: Inserted[] = []
  for (const [index, id] of ids.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one connection, and seldom
    answers.push(accepted.has(id) ? { id } : await existing(db, given[index]!))
  }
  return answers
}

function insertion(given: readonly StoredTask[], ids: string[], told: SQL): SQL {
  const column = <T>(values: T[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`
  const each = <K extends keyof StoredTask>(key: K, type: string) =>
    column(
      given.map((task) => task[key] ?? null),
      type,
    )
  // One order everywhere: two transactions that meet at several keys wait for each other instead of deadlocking.
  return sql`
    with alive as materialized (
      select id, space_id, async from functions where id = any(${column([...new Set(given.map((t) => t.functionId))], 'uuid')})
      order by id for key share
    ), inserted as (
    insert into tasks (
      id, space_id, function_id, state, qualifier, event, event_hash, event_bytes, trigger, trigger_id, trigger_name,
      caller, parent_id, trace_id, request_id, hops, lineage, idempotency_actor, idempotency_key, fingerprint, run_at, expires_at)
    select t.id, alive.space_id, alive.id, 'queued', t.qualifier, t.event, t.event_hash, t.event_bytes, t.trigger,
      t.trigger_id, t.trigger_name, t.caller, t.parent_id, t.trace_id, t.request_id, t.hops, t.lineage,
      case when t.idempotency_key is not null then coalesce(t.key_owner, '') end, t.idempotency_key, t.fingerprint,
      coalesce(t.run_at, now()), coalesce(t.run_at, now())
        + make_interval(secs => coalesce((alive.async ->> 'maxAgeSeconds')::int, ${DEFAULT_TASK_POLICY.maxAgeSeconds}))
    from unnest(
      ${column(ids, 'uuid')}, ${each('functionId', 'uuid')}, ${each('qualifier', 'text')}, ${each('event', 'bytea')},
      ${each('eventHash', 'text')}, ${each('eventBytes', 'int')}, ${each('trigger', 'text')},
      ${each('triggerId', 'uuid')}, ${each('triggerName', 'text')}, ${each('caller', 'text')},
      ${each('parentId', 'uuid')}, ${each('traceId', 'text')}, ${each('requestId', 'text')}, ${each('hops', 'int')},
      ${each('lineage', 'text')},
      ${each('keyOwner', 'text')}, ${each('idempotencyKey', 'text')}, ${each('fingerprint', 'text')},
      ${each('runAt', 'timestamptz')}
    ) as t (id, function_id, qualifier, event, event_hash, event_bytes, trigger, trigger_id, trigger_name, caller,
      parent_id, trace_id, request_id, hops, lineage, key_owner, idempotency_key, fingerprint, run_at)
    join alive on alive.id = t.function_id
    order by t.idempotency_key, t.key_owner, t.id
    on conflict (function_id, idempotency_actor, idempotency_key) where idempotency_key is not null do nothing
    returning id
    ), told as materialized (${told})
    select id from inserted, told`
}

async function existing(db: Connection, task: StoredTask): Promise<Inserted> {
  const { functionId, idempotencyKey, keyOwner = '', fingerprint } = task
  const [found] =
    idempotencyKey === undefined
      ? []
      : await rowsOf<{ id: string; fingerprint: string }>(
          db,
          sql`
            select id, fingerprint from tasks
            where function_id = ${functionId} and idempotency_actor = ${keyOwner} and idempotency_key = ${idempotencyKey}`,
        )
  if (!found) return new AlcoveError('NotFound', 'The function was deleted')
  return found.fingerprint === fingerprint ? { id: found.id } : keyReused()
}
