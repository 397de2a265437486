import { notFound, Uuid, type InvocationDetail, type Release } from '@alcove/contract'
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { shownCaller } from '../../identity/access/shown-caller.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import { aliasMoves, functions, invocations } from '../../database/schema/index.ts'
import { LATE_MS } from '../line-search/protocol.ts'
import { releaseFrom } from '../metrics/release-from.ts'
import { findLines } from '../logs/find-lines.ts'
import { LINE_COLUMNS, lineOf, type LineRow } from '../logs/line-of.ts'
import { invocationOf, LISTED } from './invocation-of.ts'
import { payloadOf } from './payload-of.ts'
import { readableHere } from './readable-here.ts'

const LINES = 500

/** One invocation of the space, with payloads, error and the first lines of its log. */
export const getInvocation = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<InvocationDetail> => {
    if (!Uuid.safeParse(input.id).success) throw notFound('invocation', input.id)
    const [found] = await ctx.db
      .select({
        row: LISTED,
        functionId: invocations.functionId,
        instanceId: invocations.instanceId,
        caller: invocations.caller,
        inputText: invocations.inputText,
        outputText: invocations.outputText,
        extras: invocations.extras,
        repeated: invocations.repeated,
      })
      .from(invocations)
      .innerJoin(functions, eq(functions.id, invocations.functionId))
      .where(and(eq(invocations.spaceId, ctx.space.id), eq(invocations.id, input.id), readableHere(ctx)))
    if (!found) throw notFound('invocation', input.id)
    const { row, repeated, extras } = found
    const recent = await rowsOf<LineRow>(
      ctx.db,
      sql`
        select ${LINE_COLUMNS} from log_lines l
        where l.invocation_id = ${row.id} and l.space_id = ${ctx.space.id} and l.id >= ${row.id}
        order by l.id limit ${LINES}`,
    )
    const lines = recent.map((line) => lineOf(row.fn, line))
    return {
      ...invocationOf(ctx, row),
      input: payloadOf(found.inputText, extras.input),
      output: payloadOf(found.outputText, extras.output),
      error: extras.error ?? null,
      phases: extras.phases,
      instanceId: found.instanceId,
      caller: shownCaller(ctx.space, found.caller),
      parentId: extras.parentId ?? null,
      taskId: extras.taskId ?? null,
      requestId: extras.requestId ?? null,
      release: await releaseOf(ctx, { ...row, functionId: found.functionId }),
      logsTruncated: extras.logsTruncated ?? false,
      logs:
        lines.length < Math.min(LINES, row.logLines)
          ? await sealedLines(ctx, { ...row, functionId: found.functionId })
          : lines,
      repeated: repeated && {
        ...repeated,
        latest: repeated.latest.map((call) => ({ ...call, caller: shownCaller(ctx.space, call.caller) })),
      },
    }
  },
)

/** The move of the alias that the caller named, as of the time of the call. */
async function releaseOf(
  { db }: SpaceCtx,
  { functionId, fn, qualifier, startedAt }: { functionId: string; fn: string; qualifier: string; startedAt: Date },
): Promise<Release | null> {
  const [move] = await db
    .select()
    .from(aliasMoves)
    .where(and(eq(aliasMoves.functionId, functionId), eq(aliasMoves.alias, qualifier), lte(aliasMoves.at, startedAt)))
    .orderBy(desc(aliasMoves.id))
    .limit(1)
  return move ? releaseFrom(fn, move) : null
}

/** The lines of a call of which some are no rows any more. */
async function sealedLines(
  ctx: SpaceCtx,
  row: { id: string; functionId: string; fn: string; startedAt: Date; durationMs: number },
) {
  const { items } = await findLines(ctx, {
    filter: { kind: 'invocation', ids: [row.id] },
    functions: new Map([[row.functionId, row.fn]]),
    from: iso(new Date(row.startedAt.getTime() - LATE_MS)),
    to: iso(new Date(row.startedAt.getTime() + row.durationMs + LATE_MS)),
    order: 'asc',
    limit: LINES,
  })
  return items
}
