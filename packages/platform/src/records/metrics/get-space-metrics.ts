import type { Metrics, MetricsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { conditionsOf } from './conditions-of.ts'
import { readChart } from './read-metrics.ts'
import { timeRange } from './time-range.ts'

export const getSpaceMetrics = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Omit<MetricsQuery, 'version'> }): Promise<Metrics> => {
    const { clock, searches } = ctx.platform
    const range = timeRange(input, clock.now())
    const { id } = ctx.space
    const where = { minutes: sql`m.space_id = ${id} and ${conditionsOf(input)}`, functions: sql`f.space_id = ${id}` }
    // A space can have any number of functions.
    return searches.run(ctx, (connection) => readChart(connection, where, range, input.split))
  },
)
