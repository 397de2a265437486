import {
  maskSecrets,
  notFound,
  secretNames,
  Uuid,
  type ParametersSchema,
  type TaskAttempt,
  type TaskDetail,
} from '@alcove/contract'
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { iso } from '../../database/connect.ts'
import { drafts, functions, invocations, spaces, tasks, versions } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { SUMMARY } from '../../records/invocations/invocation-of.ts'
import { readableHere } from '../../records/invocations/readable-here.ts'
import { deliveriesOf } from './deliveries-of.ts'
import { LISTED, taskOf } from './task-of.ts'

/** A task with its event and all its attempts. */
export const getTask = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<TaskDetail> =>
  readTask(ctx, input.id),
)

export async function readTask(ctx: SpaceCtx, id: string): Promise<TaskDetail> {
  if (!Uuid.safeParse(id).success) throw notFound('task', id)
  const { event, invocationIds, parentId, traceId, idempotencyKey } = tasks
  const [found] = await ctx.db
    .select({
      row: LISTED,
      event,
      invocationIds,
      parentId,
      traceId,
      idempotencyKey,
      owner: tasks.owner,
      functionId: tasks.functionId,
      startedAt: tasks.startedAt,
      async: functions.async,
    })
    .from(tasks)
    .innerJoin(functions, eq(functions.id, tasks.functionId))
    .innerJoin(spaces, eq(spaces.id, tasks.spaceId))
    .where(and(eq(tasks.spaceId, ctx.space.id), eq(tasks.id, id), readableHere(ctx)))
  if (!found) throw notFound('task', id)
  return {
    ...taskOf(found.row, ctx.space),
    attempts: await attemptsOf(ctx, found.invocationIds, found.row.state === 'running'),
    maxAttempts: 1 + found.async.retries,
    event: found.event && maskSecrets(Buffer.from(found.event).toString(), await secretsOf(ctx, found.functionId)),
    parentId: found.parentId,
    traceId: found.traceId,
    idempotencyKey: found.idempotencyKey,
    deliveries: await deliveriesOf(ctx, id),
  }
}

/** Names of the secret parameters of any version: the one that runs the task may change until then. */
async function secretsOf({ db }: SpaceCtx, functionId: string): Promise<ReadonlySet<string>> {
  const declared = <Table extends typeof drafts | typeof versions>(table: Table) =>
    db
      .select({ parameters: sql<ParametersSchema>`${table.configuration} -> 'parameters'`.as('parameters') })
      .from(table as typeof drafts)
      .where(and(eq(table.functionId, functionId), isNotNull(sql`${table.configuration} -> 'parameters'`)))
  const rows = await unionAll(declared(drafts), declared(versions))
  return new Set(rows.flatMap(({ parameters }) => [...secretNames(parameters)]))
}

async function attemptsOf(ctx: SpaceCtx, ids: string[], running: boolean): Promise<TaskAttempt[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .select({
      id: invocations.id,
      status: invocations.status,
      startedAt: invocations.startedAt,
      durationMs: invocations.durationMs,
      summary: SUMMARY,
    })
    .from(invocations)
    .where(and(eq(invocations.spaceId, ctx.space.id), inArray(invocations.id, ids)))
  const recorded = new Map(rows.map((row) => [row.id, row]))
  return ids.map((invocationId, index) => {
    const of = { number: index + 1, invocationId }
    const row = recorded.get(invocationId)
    if (row) {
      const { status, startedAt, durationMs, summary } = row
      return { ...of, status, startedAt: iso(startedAt), durationMs, message: summary }
    }
    const status = running && index === ids.length - 1 ? 'running' : 'lost'
    return { ...of, status, startedAt: startOf(invocationId), durationMs: null, message: null }
  })
}

/** An id begins with the milliseconds at which it was made (UUID version 7, RFC 9562). */
function startOf(id: string): string {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toISOString()
}
