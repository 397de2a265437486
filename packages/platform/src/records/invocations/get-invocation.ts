import { notFound, Uuid, type InvocationDetail } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { LATE_MS } from '../line-search/protocol.ts'
import { findLines } from '../logs/find-lines.ts'
import { LINE_COLUMNS, lineOf, type LineRow } from '../logs/line-of.ts'
import { invocationOf, LISTED } from './invocation-of.ts'
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
        inputText: invocations.inputText,
        outputText: invocations.outputText,
        extras: invocations.extras,
        repeated: invocations.repeated,
      })
      .from(invocations)
      .innerJoin(functions, eq(functions.id, invocations.functionId))
      .where(and(eq(invocations.spaceId, ctx.space.id), eq(invocations.id, input.id), readableHere(ctx)))
    if (!found) throw notFound('invocation', input.id)
    const { row, repeated, inputText, outputText } = found
    const recent = await rowsOf<LineRow>(
      ctx.db,
      sql`
        select ${LINE_COLUMNS} from log_lines l
        where l.invocation_id = ${row.id} and l.space_id = ${ctx.space.id} and l.id >= ${row.id}
        order by l.id limit ${LINES}`,
    )
    const lines = recent.map((line) => lineOf(row.fn, line))
    const { input: sent, output: given, hops: _hops, cpuMs: _cpuMs, ...extras } = found.extras
    return {
      ...invocationOf(ctx, row),
      ...extras,
      // Recorded before it had a column, the text is among the extras.
      input: sent && { text: inputText ?? '', ...sent },
      output: given && { text: outputText ?? '', ...given },
      // Absent where they were recorded before calls had them.
      parentId: extras.parentId ?? null,
      taskId: extras.taskId ?? null,
      logs:
        lines.length < Math.min(LINES, row.logLines)
          ? await sealedLines(ctx, { ...row, functionId: found.functionId })
          : lines,
      repeated,
    }
  },
)

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
