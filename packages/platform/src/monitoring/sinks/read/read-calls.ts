import { and, asc, eq, gt, inArray, lt, type SQL } from 'drizzle-orm'
import { firstIdAt } from '../../../database/ids.ts'
import { functions, invocations } from '../../../database/schema/index.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { invocationOf, LISTED } from '../../../records/invocations/invocation-of.ts'
import { readableHere } from '../../../records/invocations/readable-here.ts'
import type { ReadRange, ReadRecords, SinkRecord } from './sink-record.ts'

const select = (ctx: SpaceCtx, where: SQL | undefined) =>
  ctx.db
    .select({ row: LISTED, instanceId: invocations.instanceId, caller: invocations.caller, extras: invocations.extras })
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(and(eq(invocations.spaceId, ctx.space.id), readableHere(ctx), where))
    .orderBy(asc(invocations.id))

export type CallRow = Awaited<ReturnType<typeof select>>[number]
/** Makes the records of a call: the call itself, or its spans. */
export type RecordsOf = (ctx: SpaceCtx, row: CallRow) => SinkRecord[]

/** Calls in the order of their ids. */
export async function readCalls(
  ctx: SpaceCtx,
  { after, before, limit }: ReadRange,
  of: RecordsOf,
): Promise<ReadRecords> {
  const rows = await select(ctx, and(gt(invocations.id, after), lt(invocations.id, firstIdAt(before)))).limit(limit)
  return {
    records: rows.flatMap((row) => of(ctx, row)),
    position: rows.at(-1)?.row.id ?? after,
    more: rows.length === limit,
  }
}

/** Single calls, those that are gone left out. */
export async function readCallsById(ctx: SpaceCtx, ids: readonly string[], of: RecordsOf): Promise<SinkRecord[]> {
  const rows = await select(ctx, inArray(invocations.id, [...ids]))
  return rows.flatMap((row) => of(ctx, row))
}

/** The record of a call, without what was sent and answered. */
export const recordOfCall: RecordsOf = (ctx, { row, instanceId, caller, extras }) => {
  const { error, phases, parentId, taskId, logsTruncated, hops, cpuMs } = extras
  const call = invocationOf(ctx, row)
  const data = { ...call, error, phases, instanceId, caller, parentId, taskId, logsTruncated, hops, cpuMs }
  return [{ id: call.id, at: row.startedAt.getTime(), data }]
}
