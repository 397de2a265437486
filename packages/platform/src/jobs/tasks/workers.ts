import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'

/*
 * A task that runs names its worker, and a worker holds one lease for all of them, by the database's clock: to renew it
 * costs one row, however many tasks run.
 */

export async function renewWorker(db: Connection, worker: string, leaseMs: number): Promise<void> {
  const until = sql`now() + make_interval(secs => ${leaseMs / 1000})`
  await db.execute(sql`
    insert into task_workers (id, lease_until) values (${worker}, ${until})
    on conflict (id) do update set lease_until = ${until}`)
}

/** For a worker that stops and has given back its tasks. */
export async function removeWorker(db: Connection, worker: string): Promise<void> {
  await db.execute(sql`delete from task_workers where id = ${worker}`)
}

/** Tasks whose workers are gone, each with the worker that lost it. */
export async function lostTasks(db: Connection, limit: number) {
  await db.execute(sql`delete from task_workers where lease_until < now() - interval '1 minute'`)
  return rowsOf<{ id: string; space_id: string; owner: string; invocation_id: string; cancelling: boolean }>(
    db,
    sql`
      select id, space_id, owner, invocation_ids[array_upper(invocation_ids, 1)] as invocation_id, cancelling
      from tasks
      where state = 'running' and not exists (select from task_workers w where w.id = owner and w.lease_until > now())
      limit ${limit}`,
  )
}

/** Those of its running tasks that someone asks to cancel. */
export async function cancellingTasks(db: Connection, worker: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id from tasks where state = 'running' and owner = ${worker} and cancelling`,
  )
  return rows.map(({ id }) => id)
}
