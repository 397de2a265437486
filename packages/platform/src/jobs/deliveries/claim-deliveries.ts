import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import type { StoredDestination } from '../../database/schema/index.ts'

/** A result and the attempt to deliver it. */
export interface ClaimedDelivery {
  id: string
  spaceId: string
  space: string
  functionId: string
  function: string
  taskId: string
  destination: StoredDestination
  body: Uint8Array
  invocationId: string | null
  traceId: string
  hops: number
  lineage: string | null
  /** Which attempt this is, from 1. */
  attempt: number
}

interface Claim {
  /** Spaces that already have their share under way. */
  busy: readonly string[]
  /** Deliveries of one space under way at the same time. */
  atATime: number
  /** A claim that is not ended within this time is made again. */
  leaseMs: number
}

/**
 * Due results, some of each space, and in a space first one of each function: a receiver that hangs delays those of
 * other functions by one attempt at most.
 */
export async function claimDeliveries(db: Database, { busy, atATime, leaseMs }: Claim): Promise<ClaimedDelivery[]> {
  return rowsOf<ClaimedDelivery>(
    db,
    sql`
      with recursive here as (
        (select space_id, function_id from task_deliveries where state = 'waiting'
          order by space_id, function_id limit 1)
        union all
        select next.* from here, lateral (
          select d.space_id, d.function_id from task_deliveries d
          where d.state = 'waiting' and (d.space_id, d.function_id) > (here.space_id, here.function_id)
          order by d.space_id, d.function_id limit 1) next
      ), waiting as (
        select picked.id, picked.run_at, here.space_id,
          row_number() over (partition by here.space_id, here.function_id order by picked.run_at) as turn
        from here cross join lateral (
          select d.id, d.run_at from task_deliveries d
          where d.space_id = here.space_id and d.function_id = here.function_id
            and d.state = 'waiting' and d.run_at <= now()
          order by d.run_at limit ${atATime} for update skip locked) picked
        where here.space_id <> all(${sql.param([...busy])}::uuid[])
      ), ranked as (
        select id, row_number() over (partition by space_id order by turn, run_at) as place from waiting
      ), due as (
        select id from ranked where place <= ${atATime}
      )
      update task_deliveries d set attempts = d.attempts + 1,
        run_at = now() + make_interval(secs => ${leaseMs / 1000})
      from due, spaces s, functions f
      where d.id = due.id and s.id = d.space_id and f.id = d.function_id
      returning d.id, d.space_id as "spaceId", s.name as space, d.function_id as "functionId", f.name as function,
        d.task_id as "taskId", d.destination, d.body, d.invocation_id as "invocationId", d.trace_id as "traceId",
        d.hops, d.lineage, d.attempts as attempt`,
  )
}
