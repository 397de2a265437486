import { invalid, type WhatIfAnswer, type WhatIfQuestion } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { measure } from '../records/right-sizing/measure.ts'
import { iso } from '../database/connect.ts'
import { drafts } from '../database/schema/index.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'
import { readPrices } from '../records/prices/read-prices.ts'
import { readUsage, readUsageHours } from './read-hours.ts'
import { usageRange } from './usage-range.ts'
import { whatIf, type MeasuredFunction } from './what-if.ts'

const MONTH_MS = 30 * 86_400_000

/** What recorded usage would have cost with other memory, prices, traffic or limits. Nothing is changed. */
export const askWhatIf = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: WhatIfQuestion }): Promise<WhatIfAnswer> => {
    const to = new Date(Math.min(ctx.platform.clock.now(), input.to === undefined ? Infinity : Date.parse(input.to)))
    const from = usageRange(input.from === undefined ? new Date(to.getTime() - MONTH_MS) : new Date(input.from), to)
    const fn = input.function === undefined ? null : await measured(ctx, input.function, { from, to })
    const lists = await readPrices(ctx)
    const range = { spaceId: ctx.space.id, from, to }
    // Limits are used up in an hour of the day.
    const byHour = Object.keys(input.quota).length > 0
    const hours = byHour ? await readUsageHours(ctx.db, range) : await readUsage(ctx.db, range, lists)
    if (input.quota.spendPerMonth !== undefined && fn !== null) {
      throw invalid('quota.spendPerMonth', 'Only a space has a spend cap: leave out the function')
    }
    const currency = lists.at(-1)?.currency ?? null
    return { from: iso(from), to: iso(to), currency, ...whatIf({ hours, lists, fn }, input) }
  },
)

async function measured(ctx: SpaceCtx, name: string, range: { from: Date; to: Date }): Promise<MeasuredFunction> {
  const fn = await findFunction(ctx, name)
  const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
  const { configuration } = draft!
  const { evidence, coresUsed } = await ctx.platform.searches.run(ctx, (connection) =>
    measure(connection, { functionId: fn.id, configuration, ...range }),
  )
  const { memoryMb, cpus } = configuration
  const { peakMemoryMb, durationMs } = evidence
  return { id: fn.id, memoryMb, cpus, coresUsed, peakMemoryMb: peakMemoryMb.max, p95Ms: durationMs.p95 }
}
