import type { Logpoint } from '@alcove/contract'
import { desc, eq } from 'drizzle-orm'
import { logpoints } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { logpointOf } from './logpoint-of.ts'

const SHOWN = 50

/** Those that are active and the last that were, newest first. */
export const listLogpoints = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { fn: string }
  }): Promise<{ items: Logpoint[]; nextCursor: null }> => {
    const fn = await findFunction(ctx, input.fn)
    const rows = await ctx.db
      .select()
      .from(logpoints)
      .where(eq(logpoints.functionId, fn.id))
      .orderBy(desc(logpoints.id))
      .limit(SHOWN)
    const now = ctx.platform.clock.now()
    return { items: rows.map((row) => logpointOf(fn.name, row, now)), nextCursor: null }
  },
)
