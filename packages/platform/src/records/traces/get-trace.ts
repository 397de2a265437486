import { notFound, TRACE_LIMITS, type Trace, type TraceCall, type TraceQuery } from '@alcove/contract'
import { and, asc, eq, gte, lt, or, sql, type SQL } from 'drizzle-orm'
import { iso, type Connection } from '../../database/connect.ts'
import { firstIdAt } from '../../database/ids.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { shownCaller } from '../../identity/access/shown-caller.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { timeOfTrace } from '../../kernel/trace-id.ts'
import { invocationOf, LISTED } from '../invocations/invocation-of.ts'
import { LATE_MS } from '../line-search/protocol.ts'
import { findLines } from '../logs/find-lines.ts'
import { readableFunctions } from '../logs/readable-functions.ts'

export type GetTraceInput = TraceQuery & { traceId: string }

/** The record of a call may have an id this much older or newer than the time at which its trace is looked for. */
const AROUND_MS = 5 * 60_000
/** No record is older than this. */
const KEPT_MS = 400 * 24 * 3600_000
/** How far back to look for a trace whose time is unknown. */
const RECENT_MS = 30 * 60_000

/** The calls of one trace that happened in the space, with their lines. What the reader may not see is counted. */
export const getTrace = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: GetTraceInput }): Promise<Trace> => {
  const readable = await readableFunctions(ctx)
  return ctx.platform.searches.run(ctx, async (db) => {
    const rows = await readCalls(db, ctx, input)
    const seen = rows.filter(({ functionId }) => readable.has(functionId))
    if (seen.length === 0) throw notFound('trace', input.traceId)
    const calls = seen.slice(0, TRACE_LIMITS.calls).map((row) => callOf(ctx, row))
    const startedAt = Math.min(...calls.map(({ startedAt }) => Date.parse(startedAt)))
    const endedAt = Math.max(...calls.map((call) => Date.parse(call.startedAt) + call.durationMs))
    const logged = calls.filter(({ logLines }) => logLines > 0)
    const lines =
      logged.length === 0
        ? { items: [], nextCursor: null }
        : await findLines(ctx, {
            filter: { kind: 'invocation', ids: logged.map(({ id }) => id) },
            functions: readable,
            from: new Date(startedAt - LATE_MS).toISOString(),
            to: new Date(endedAt + LATE_MS).toISOString(),
            order: 'asc',
            limit: TRACE_LIMITS.lines,
          })
    return {
      traceId: input.traceId,
      startedAt: new Date(startedAt).toISOString(),
      durationMs: endedAt - startedAt,
      calls,
      hidden: rows.length - seen.length,
      more: rows.length > TRACE_LIMITS.calls,
      logs: lines.items,
      moreLogs: lines.nextCursor !== null,
    }
  })
})

const { id, spaceId, traceId, trigger, instanceId, caller } = invocations
type Row = Awaited<ReturnType<typeof readCalls>>[number]

/** At most one more than the limit. */
async function readCalls(db: Connection, ctx: SpaceCtx, input: GetTraceInput) {
  const now = ctx.platform.clock.now()
  return db
    .select({ row: LISTED, functionId: invocations.functionId, instanceId, caller, extras: invocations.extras })
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(
      and(
        eq(spaceId, ctx.space.id),
        eq(traceId, input.traceId),
        // Calls from outside are found by their time; the others, which may be days later, by an index of their own.
        or(sql`${trigger} not in ('console', 'api', 'http', 'gateway')`, ...windowsOf(input, now).map(within)),
      ),
    )
    .orderBy(asc(id))
    .limit(TRACE_LIMITS.calls + 1)
}

/** The moments at which the trace may have begun. */
function windowsOf({ traceId: text, at }: GetTraceInput, now: number): { from: number; to: number }[] {
  const made = timeOfTrace(text)
  const moments = [
    ...(at === undefined ? [] : [Date.parse(at)]),
    ...(made > now - KEPT_MS && made <= now + LATE_MS ? [made] : []),
  ]
  if (moments.length === 0) return [{ from: now - RECENT_MS, to: now + LATE_MS }]
  return moments.map((moment) => ({ from: moment - AROUND_MS, to: moment + AROUND_MS }))
}

function within({ from, to }: { from: number; to: number }): SQL | undefined {
  return and(gte(id, firstIdAt(from)), lt(id, firstIdAt(to)))
}

function callOf(ctx: SpaceCtx, { row, instanceId, caller, extras }: Row): TraceCall {
  const { phases, error, parentId = null, taskId = null } = extras
  return {
    ...invocationOf(ctx, row),
    phases,
    error: error ? { name: error.name, message: error.message } : null,
    caller: shownCaller(ctx.space, caller),
    parentId,
    taskId,
    instanceId,
    spans: extras.spans ?? [],
    droppedSpans: extras.droppedSpans ?? 0,
    startedAt: iso(row.startedAt),
  }
}
