import { AlcoveError, LOG_LEVELS, type LogCountQuery, type LogCounts, type LogLevel } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { filterOf, filterOfSpace } from './filter-of.ts'
import { readableFunctions } from './readable-functions.ts'
import { withCallsOf } from './with-calls-of.ts'

const MINUTE_MS = 60_000
const BUDGET_MS = 3_000
/** Round lengths of a step. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
)

/** How many lines match over time, by level and by function. */
export const countLogs = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: LogCountQuery }): Promise<LogCounts> => {
  const text = filterOf(input.q)
  const [asked, to] = [Date.parse(input.from), Date.parse(input.to)]
  if (asked >= to) throw badRange()
  const length = (to - asked) / input.steps
  const stepMs = STEPS_MS.find((step) => step >= length) ?? Math.ceil(length / MINUTE_MS) * MINUTE_MS
  const from = Math.floor(asked / stepMs) * stepMs
  const counted = await ctx.platform.searches.run(ctx, async () =>
    ctx.platform.lines.count(
      {
        spaceId: ctx.space.id,
        filter: filterOfSpace(input, await withCallsOf(ctx, input, text)),
        functions: await readableFunctions(ctx),
        from: stepMs >= MINUTE_MS ? from : asked,
        to,
        stepMs,
        budgetMs: BUDGET_MS,
      },
      ctx.signal,
    ),
  )
  const start = stepMs >= MINUTE_MS ? from : asked
  const steps = Array.from({ length: Math.ceil((to - start) / stepMs) }, (_, at) => ({
    at: new Date(start + at * stepMs).toISOString(),
    levels: Object.fromEntries(LOG_LEVELS.map((level, n) => [level, counted.steps.get(at)?.[n] ?? 0])) as Record<
      LogLevel,
      number
    >,
  }))
  return {
    stepMs,
    steps,
    functions: Object.fromEntries(counted.functions),
    total: [...counted.functions.values()].reduce((sum, lines) => sum + lines, 0),
    since: new Date(counted.since).toISOString(),
  }
})

function badRange(): AlcoveError {
  const message = 'The range ends before it begins: choose a later end'
  return new AlcoveError('ValidationFailed', message, { errors: [{ path: 'to', message }] })
}
