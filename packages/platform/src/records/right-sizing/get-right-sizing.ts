import { invalid, type RightSizing, type RightSizingQuery } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { drafts } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { measure } from './measure.ts'
import { recommend } from './recommend.ts'

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 3600_000

/**
 * Advice for the draft's configuration, from the usage of all versions of the function; by default in the last week.
 */
export const getRightSizing = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: RightSizingQuery & { fn: string } }): Promise<RightSizing> => {
    const { clock, searches } = ctx.platform
    const now = clock.now()
    const to = Math.min(now, input.to === undefined ? now : Date.parse(input.to))
    const asked = input.from === undefined ? to - WEEK_MS : Date.parse(input.from)
    if (asked >= to) throw invalid('from', '`from` must lie before `to`, and in the past')
    const fn = await findFunction(ctx, input.fn)
    // Exclude the time before the function existed: it would look rarely called.
    const from = Math.min(to - MINUTE_MS, Math.max(asked, fn.createdAt.getTime()))
    const range = { from: new Date(from), to: new Date(to) }
    const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
    const { configuration } = draft!
    const measured = await searches.run(ctx, (connection) =>
      measure(connection, { functionId: fn.id, configuration, ...range }),
    )
    return {
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      evidence: measured.evidence,
      ...recommend(measured),
    }
  },
)
