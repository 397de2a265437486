import { and, desc, eq, ne } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { invocations } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { payloadOf } from './payload-of.ts'

/** Inputs of the last calls that were let in, as they were recorded; null where it is not whole, or no text. */
export const recentInputs = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; calls: number } }): Promise<(string | null)[]> => {
    const fn = await findFunction(ctx, input.fn)
    const rows = await ctx.db
      .select({ text: invocations.inputText, extras: invocations.extras })
      .from(invocations)
      .where(
        and(
          eq(invocations.spaceId, ctx.space.id),
          eq(invocations.functionId, fn.id),
          ne(invocations.status, 'rejected'),
        ),
      )
      .orderBy(desc(invocations.id))
      .limit(input.calls)
    return rows.map(({ text, extras }) => {
      const payload = payloadOf(text, extras.input)
      return payload === null || payload.truncated || payload.encoding !== 'utf8' ? null : payload.text
    })
  },
)
