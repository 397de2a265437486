import type { Metrics, MetricsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../context.ts'
import { findFunction } from '../functions/find-function.ts'
import { readMetrics, readReleases } from './read-metrics.ts'
import { timeRange } from './time-range.ts'

export const getMetrics = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: MetricsQuery & { fn: string } }): Promise<Metrics> => {
    const { db, clock, recorder } = ctx.platform
    const range = timeRange(input, clock.now())
    const fn = await findFunction(ctx, input.fn)
    await recorder.flush()
    const version = input.version === 'draft' ? 0 : input.version
    const ofVersion = version === undefined ? sql`true` : sql`m.version = ${version}`
    const { points, total } = await readMetrics(db, sql`m.function_id = ${fn.id} and ${ofVersion}`, range)
    const releases = await readReleases(db, sql`f.id = ${fn.id}`, range)
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
