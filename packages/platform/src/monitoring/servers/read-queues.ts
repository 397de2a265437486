import type { PlatformHealth } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'

/** What waits for a server to do it: tasks, and jobs by kind. What belongs to functions in the trash does not count. */
export async function readQueues(db: Connection): Promise<PlatformHealth['queues']> {
  return rowsOf<PlatformHealth['queues'][number]>(
    db,
    sql`
      select 'tasks' as kind,
        (count(*) filter (where state <> 'running' and run_at <= now()))::int as waiting,
        (count(*) filter (where state = 'running'))::int as running,
        (count(*) filter (where state <> 'running' and run_at > now()))::int as later,
        (count(*) filter (where state = 'retrying'))::int as failing,
        extract(epoch from now() - min(run_at) filter (where state <> 'running' and run_at <= now()))::float8
          as "oldestSeconds"
      from tasks join functions on functions.id = function_id where state in ('queued', 'retrying', 'running')
      union all
      select kind,
        (count(*) filter (where not running and run_at <= now()))::int,
        (count(*) filter (where running))::int,
        (count(*) filter (where not running and run_at > now()))::int,
        (count(*) filter (where not running and last_error is not null))::int,
        extract(epoch from now() - min(run_at) filter (where not running and run_at <= now()))::float8
      from (select *, owner is not null and lease_until >= now() as running from jobs
        where space_id is null or space_id not in (select id from spaces where trashed_at is not null)) jobs
      group by kind
      order by kind`,
  )
}
