import type { Metrics, MetricsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Connection } from '../../database/connect.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { conditionsOf } from './conditions-of.ts'
import { readChanges } from './read-changes.ts'
import { readChart } from './read-metrics.ts'
import { timeRange } from './time-range.ts'

/** A day, with room for the step to which its beginning is rounded down. */
const LONG_MS = 25 * 3600_000

export const getMetrics = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: MetricsQuery & { fn: string } }): Promise<Metrics> => {
    const { clock, searches } = ctx.platform
    const range = timeRange(input, clock.now())
    const fn = await findFunction(ctx, input.fn)
    const minutes = sql`m.function_id = ${fn.id} and ${conditionsOf(input)}`
    const where = { minutes, functions: sql`f.id = ${fn.id}` }
    const read = async (connection: Connection) => ({
      ...(await readChart(connection, where, range, input.split)),
      changes: await readChanges(connection, fn, range),
    })
    const long = range.to.getTime() - range.from.getTime() > LONG_MS
    return long ? searches.run(ctx, read) : read(ctx.db)
  },
)
