import type { Metrics, MetricsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../context.ts'
import { findFunction } from '../functions/find-function.ts'
import { readChart } from './read-metrics.ts'
import { timeRange } from './time-range.ts'

export const getMetrics = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: MetricsQuery & { fn: string } }): Promise<Metrics> => {
    const { db, clock, recorder } = ctx.platform
    const range = timeRange(input, clock.now())
    const fn = await findFunction(ctx, input.fn)
    await recorder.flush()
    const version = input.version === 'draft' ? 0 : input.version
    const ofVersion = version === undefined ? sql`true` : sql`m.version = ${version}`
    const minutes = sql`m.function_id = ${fn.id} and ${ofVersion}`
    return readChart(db, { minutes, functions: sql`f.id = ${fn.id}` }, range)
  },
)
