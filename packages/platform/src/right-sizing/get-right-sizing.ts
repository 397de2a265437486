import { AlcoveError, type RightSizing, type RightSizingQuery } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { connectionOf } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { drafts } from '../database/schema/index.ts'
import { findFunction } from '../functions/find-function.ts'
import { measure } from './measure.ts'
import { recommend } from './recommend.ts'

const WEEK_MS = 7 * 24 * 3600_000

/** Advice for the draft's configuration from what all versions of the function used; by default in the last week. */
export const getRightSizing = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: RightSizingQuery & { fn: string } }): Promise<RightSizing> => {
    const { clock, recorder } = ctx.platform
    const to = input.to === undefined ? new Date(clock.now()) : new Date(input.to)
    const from = input.from === undefined ? new Date(to.getTime() - WEEK_MS) : new Date(input.from)
    if (from >= to) {
      const message = '`from` must lie before `to`'
      throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'from', message }] })
    }
    const fn = await findFunction(ctx, input.fn)
    await recorder.flush()
    const connection = connectionOf(ctx)
    const [draft] = await connection.select().from(drafts).where(eq(drafts.functionId, fn.id))
    const measured = await measure(connection, {
      functionId: fn.id,
      configuration: draft!.configuration,
      from,
      to,
    })
    return { from: from.toISOString(), to: to.toISOString(), evidence: measured.evidence, ...recommend(measured) }
  },
)
