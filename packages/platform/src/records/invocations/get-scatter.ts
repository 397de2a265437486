import type { Scatter, ScatterQuery } from '@alcove/contract'
import { and, desc, eq, type SQL } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { conditionsOf, FAILED, scopeOf } from './conditions-of.ts'
import { rangeOf } from './range-of.ts'
import { sampleCalls } from './sample-calls.ts'

const PER_SLICE = 25
/** So that a slice of many calls looks as even as it was. */
const PARTS = 8
const { id, status, start, startedAt, durationMs, repeats } = invocations
const POINT = { id, function: functions.name, status, start, startedAt, durationMs, repeats }
const NONE = { items: [], sampled: false }

/** The calls of a range for a chart: failures and successes apart, each up to some hundreds, even over time. */
export const getScatter = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: ScatterQuery }): Promise<Scatter> => {
  const range = rangeOf(input)
  const where = and(await scopeOf(ctx, input), ...conditionsOf(input))
  const asked = input.status
  return ctx.platform.searches.run(ctx, async (db) => {
    const sample = (condition: SQL) =>
      sampleCalls(
        range,
        PER_SLICE,
        (slice, limit) =>
          db
            .select(POINT)
            .from(invocations)
            .innerJoin(functions, eq(functions.id, invocations.functionId))
            .where(and(where, condition, slice))
            .orderBy(desc(id))
            .limit(limit),
        PARTS,
      )
    const failures = asked?.every((each) => each === 'success') === true ? NONE : await sample(FAILED)
    const successes = asked?.includes('success') === false ? NONE : await sample(eq(status, 'success'))
    return {
      points: [...successes.items, ...failures.items].map((row) => ({ ...row, startedAt: iso(row.startedAt) })),
      everyFailure: !failures.sampled,
      everySuccess: !successes.sampled,
    }
  })
})
