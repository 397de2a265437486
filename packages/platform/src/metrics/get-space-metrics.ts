import type { Metrics, MetricsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../context.ts'
import { readMetrics, readReleases } from './read-metrics.ts'
import { timeRange } from './time-range.ts'

export const getSpaceMetrics = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Omit<MetricsQuery, 'version'> }): Promise<Metrics> => {
    const { db, clock, recorder } = ctx.platform
    const range = timeRange(input, clock.now())
    await recorder.flush()
    const { points, total } = await readMetrics(db, sql`m.space_id = ${ctx.space.id}`, range)
    const releases = await readReleases(db, sql`f.space_id = ${ctx.space.id}`, range)
    return {
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      stepSeconds: range.stepSeconds,
      points,
      total,
      releases,
    }
  },
)
