import { setImmediate as turn } from 'node:timers/promises'
import { AlcoveError, type Differences, type DifferencesQuery } from '@alcove/contract'
import { and, desc, eq, inArray, not, sql, type SQL } from 'drizzle-orm'
import { shownCaller } from '../../identity/access/shown-caller.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Connection } from '../../database/connect.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { FAILURE_STATUSES } from '../metrics/statuses.ts'
import { conditionsOf, FAILED, scopeOf } from './conditions-of.ts'
import { inputFields } from './input-fields.ts'
import { DifferenceCounts } from './rank-differences.ts'
import { rangeOf } from './range-of.ts'
import { sampleCalls, type Sample, type TimeSpan } from './sample-calls.ts'

/** Calls per slice of time. */
const PER_SLICE = { these: 32, rest: 64 }
const INPUT_CHARACTERS = 4_096
/** Calls to read before yielding to other work. */
const AT_ONCE = 100

const { id, durationMs, start, version, qualifier, trigger, triggerName, instanceId, caller, inputText } = invocations
const COLUMNS = {
  id,
  durationMs,
  start,
  version,
  qualifier,
  trigger,
  triggerName,
  instanceId,
  caller,
  function: functions.name,
  input: sql<string | null>`case when length(${inputText}) <= ${INPUT_CHARACTERS} then ${inputText} end`,
}
const read = (db: Connection, where: SQL | undefined) => (slice: SQL, limit: number) =>
  db
    .select(COLUMNS)
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(and(where, slice))
    .orderBy(desc(id))
    .limit(limit)
type Call = Awaited<ReturnType<ReturnType<typeof read>>>[number]

/**
 * Which values are more common among selected calls than among the others that match the filter. Compares samples that are
 * even over time, so its cost is bounded.
 */
export const getDifferences = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: DifferencesQuery }): Promise<Differences> => {
    const range = rangeOf(input)
    const { these: selection, issue, ...others } = input
    const filter = selection === 'issue' ? others : { ...others, issue }
    const where = and(await scopeOf(ctx, filter), ...conditionsOf(filter))
    const { these, rest, slowerThanMs } = await ctx.platform.searches.run(ctx, (db) =>
      selection === 'slow' ? slowest(db, where, range) : twoSamples(db, where, selectedBy(input), range),
    )
    const counts = new DifferenceCounts()
    await count(counts, shown(ctx, these.items), true)
    await count(counts, shown(ctx, rest.items), false)
    return {
      these: { calls: these.items.length, sampled: these.sampled },
      rest: { calls: rest.items.length, sampled: rest.sampled },
      slowerThanMs,
      ...counts.ranked(),
    }
  },
)

interface Samples {
  these: Sample<Call>
  rest: Sample<Call>
  slowerThanMs: number | null
}

async function twoSamples(
  db: Connection,
  where: SQL | undefined,
  { selected, others }: { selected: SQL; others: SQL },
  range: TimeSpan,
): Promise<Samples> {
  const these = await sampleCalls(range, PER_SLICE.these, read(db, and(where, selected)))
  const rest = await sampleCalls(range, PER_SLICE.rest, read(db, and(where, others)))
  return { these, rest, slowerThanMs: null }
}

/** The slowest twentieth of one sample against the rest of it. */
async function slowest(db: Connection, where: SQL | undefined, range: TimeSpan): Promise<Samples> {
  const ran = sql`${start} is not null`
  const { items, sampled } = await sampleCalls(range, PER_SLICE.these + PER_SLICE.rest, read(db, and(where, ran)))
  const durations = items.map((call) => call.durationMs).sort((a, b) => a - b)
  const slowerThanMs = durations[Math.floor(durations.length * 0.95)] ?? null
  const isSlow = (call: Call) => slowerThanMs !== null && call.durationMs >= slowerThanMs
  return {
    these: { items: items.filter(isSlow), sampled },
    rest: { items: items.filter((call) => !isSlow(call)), sampled },
    slowerThanMs,
  }
}

function selectedBy(input: DifferencesQuery): { selected: SQL; others: SQL } {
  if (input.these === 'failed') {
    return {
      selected: and(FAILED, inArray(invocations.status, FAILURE_STATUSES))!,
      others: eq(invocations.status, 'success'),
    }
  }
  const conditions =
    input.these === 'issue'
      ? conditionsOf({ issue: input.issue })
      : conditionsOf({
          from: input.windowFrom,
          to: input.windowTo,
          minDurationMs: input.windowMinMs,
          maxDurationMs: input.windowMaxMs,
        })
  if (conditions.length === 0) {
    const path = input.these === 'issue' ? 'issue' : 'windowFrom'
    throw new AlcoveError('ValidationFailed', 'Nothing is selected', {
      errors: [{ path, message: `Is needed with these=${input.these}` }],
    })
  }
  const selected = and(...conditions)!
  // A condition on a column without a value is neither true nor false.
  return { selected, others: not(sql`coalesce(${selected}, false)`) }
}

async function count(counts: DifferenceCounts, calls: readonly Call[], selected: boolean): Promise<void> {
  for (const [n, call] of calls.entries()) {
    counts.add(factsOf(call), selected)
    // oxlint-disable-next-line no-await-in-loop -- parsing thousands of inputs must not hold up calls
    if (n % AT_ONCE === AT_ONCE - 1) await turn()
  }
}

const shown = (ctx: SpaceCtx, calls: readonly Call[]): Call[] =>
  calls.map((call) => ({ ...call, caller: shownCaller(ctx.space, call.caller) }))

/** The fields of a call and their values, as the filter of the console names them. */
function* factsOf(call: Call): Iterable<readonly [string, string]> {
  yield ['function', call.function]
  yield ['version', call.version === null ? 'draft' : String(call.version)]
  if (!/^(draft|\d+)$/.test(call.qualifier)) yield ['alias', call.qualifier]
  yield ['trigger', call.trigger]
  if (call.triggerName !== null) yield ['triggerName', call.triggerName]
  if (call.instanceId !== null) yield ['instance', call.instanceId]
  if (call.start !== null) yield ['start', call.start]
  if (call.caller !== null) yield ['caller', call.caller]
  if (call.input === null) return
  for (const [path, value] of inputFields(call.input)) yield [`input.${path}`, value]
}
