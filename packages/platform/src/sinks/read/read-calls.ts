import { and, asc, eq, gt, inArray, lt, type SQL } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { invocationOf, LISTED } from '../../records/invocations/invocation-of.ts'
import { readableHere } from '../../records/invocations/readable-here.ts'
import type { ReadRange, ReadRecords, SinkRecord } from './sink-record.ts'

const select = (ctx: SpaceCtx, where: SQL | undefined) =>
  ctx.db
    .select({ row: LISTED, instanceId: invocations.instanceId, caller: invocations.caller, extras: invocations.extras })
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(and(eq(invocations.spaceId, ctx.space.id), readableHere(ctx), where))
    .orderBy(asc(invocations.id))

type Row = Awaited<ReturnType<typeof select>>[number]
/** Of a call: what the record or the span is made of. */
export type CallOf = (ctx: SpaceCtx, row: Row) => SinkRecord

/** Calls in the order of their ids. */
export async function readCalls(ctx: SpaceCtx, { after, before, limit }: ReadRange, of: CallOf): Promise<ReadRecords> {
  const rows = await select(ctx, and(gt(invocations.id, after), lt(invocations.id, firstIdAt(before)))).limit(limit)
  return {
    records: rows.map((row) => of(ctx, row)),
    position: rows.at(-1)?.row.id ?? after,
    more: rows.length === limit,
  }
}

/** Single calls, those that are gone left out. */
export async function readCallsById(ctx: SpaceCtx, ids: readonly string[], of: CallOf): Promise<SinkRecord[]> {
  const rows = await select(ctx, inArray(invocations.id, [...ids]))
  return rows.map((row) => of(ctx, row))
}

/** The record of a call, without what was sent and answered. */
export const recordOfCall: CallOf = (ctx, { row, instanceId, caller, extras }) => {
  const { error, phases, parentId, taskId, logsTruncated, hops, cpuMs } = extras
  const call = invocationOf(ctx, row)
  return {
    id: call.id,
    at: row.startedAt.getTime(),
    data: { ...call, error, phases, instanceId, caller, parentId, taskId, logsTruncated, hops, cpuMs },
  }
}

/** As `traceparent` tells it to what the call causes: spans of the function's own join in. */
const spanIdOf = (invocationId: string) => invocationId.replaceAll('-', '').slice(0, 16)

/** The span of a call. */
export const spanOfCall: CallOf = (ctx, { row, caller, extras }) => {
  const call = invocationOf(ctx, row)
  const startedAt = row.startedAt.getTime()
  const { parentId = null, taskId = null, phases, error } = extras
  return {
    id: call.id,
    at: startedAt,
    data: {
      traceId: call.traceId,
      spanId: spanIdOf(call.id),
      parentSpanId: parentId === null ? null : spanIdOf(parentId),
      name: call.function,
      startedAt: call.startedAt,
      durationMs: call.durationMs,
      status: call.status,
      error: error && { name: error.name, message: error.message },
      attributes: {
        'faas.invocation_id': call.id,
        'faas.name': call.function,
        'faas.version': call.version === null ? 'draft' : String(call.version),
        'faas.trigger': call.trigger,
        'faas.coldstart': call.start === 'cold',
        'alcove.space': call.space,
        'alcove.status': call.status,
        ...(call.triggerName !== null && { 'alcove.trigger': call.triggerName }),
        ...(taskId !== null && { 'alcove.task_id': taskId }),
        ...(caller !== null && { 'alcove.caller': caller }),
        ...(call.httpMethod !== null && { 'http.request.method': call.httpMethod }),
        ...(call.httpPath !== null && { 'url.path': call.httpPath }),
        ...(call.httpStatus !== null && { 'http.response.status_code': call.httpStatus }),
        ...Object.fromEntries(Object.entries(phases).map(([phase, ms]) => [`alcove.phase.${phase}_ms`, ms])),
      },
    },
  }
}
