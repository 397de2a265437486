import { LIMITS, type ExecutionError } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import type { Changing } from '../../kernel/context.ts'

interface Row {
  id: string
  space_id: string
  space: string
  function: string
  qualifier: string
  trigger: string
  trigger_name: string | null
  trace_id: string
  hops: number
  lineage: string | null
  error_code: string | null
  error: ExecutionError | null
  attempts: number
  invocation_id: string | null
}

/**
 * Publishes an event for each of these tasks that is dead. If a function fails on such events, the limit of hops ends
 * the loop.
 */
export async function publishDead(ctx: Changing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
      select t.id, t.space_id, s.name as space, f.name as function, t.qualifier, t.trigger, t.trigger_name, t.trace_id,
        t.hops, t.lineage, t.error_code, t.error, t.attempts,
        t.invocation_ids[array_upper(t.invocation_ids, 1)] as invocation_id
      from tasks t join functions f on f.id = t.function_id join spaces s on s.id = t.space_id
      where t.id = any(${sql.param([...ids])}::uuid[]) and t.space_id = f.space_id`,
  )
  for (const [spaceId, dead] of Map.groupBy(rows, (row) => row.space_id)) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await publishEvents(
      ctx,
      spaceId,
      dead.map((row) => ({
        type: 'alcove.task.dead',
        source: `/spaces/${row.space}/functions/${row.function}`,
        subject: row.id,
        data: {
          function: row.function,
          qualifier: row.qualifier,
          task: row.id,
          trigger: row.trigger_name ?? row.trigger,
          attempts: row.attempts,
          invocationId: row.invocation_id,
          code: row.error_code,
          error: row.error && { name: row.error.name, message: row.error.message },
        },
        cause: {
          traceId: row.trace_id,
          // A task of a loop that was stopped must not start more: each could be matched by several triggers.
          hops: row.error_code === 'LoopDetected' ? LIMITS.hops : row.hops + 1,
          lineage: row.lineage ?? (row.invocation_id ?? row.id).replaceAll('-', ''),
          ...(row.invocation_id !== null && { parentId: row.invocation_id }),
        },
      })),
    )
  }
}
