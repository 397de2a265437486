import { AlcoveError, type ServiceGraph, type ServiceGraphQuery, type TriggerKind } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { firstIdAt } from '../../database/ids.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readableFunctions } from '../logs/readable-functions.ts'
import { FAILURE_STATUSES } from '../metrics/statuses.ts'
import { readReaches } from './read-reaches.ts'

const MOST_MS = 24 * 3600_000
const EDGES = 500

interface Row {
  function_id: string
  trigger: TriggerKind
  calling: string | null
  calls: number
  failures: number
  p95_ms: number | null
}

/** Which function calls which, what they use, and from where calls come: how many, how many fail, how long they take. */
export const getServiceGraph = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ServiceGraphQuery }): Promise<ServiceGraph> => {
    const [from, to] = [Date.parse(input.from), Date.parse(input.to)]
    if (to <= from || to - from > MOST_MS) {
      const message = 'Must be after "from", by at most 24 hours'
      throw new AlcoveError('ValidationFailed', 'The range is not valid', { errors: [{ path: 'to', message }] })
    }
    const readable = await readableFunctions(ctx)
    const [rows, reaches] = await ctx.platform.searches.run(ctx, async (db) => [
      await rowsOf<Row>(
        db,
        sql`
          select function_id, trigger, case when trigger = 'function' then caller end as calling,
            sum(repeats)::int as calls,
            count(*) filter (where status = any(${sql.param(FAILURE_STATUSES)}::text[]))::int as failures,
            percentile_cont(0.95) within group (order by duration_ms) filter (where start is not null) as p95_ms
          from invocations
          where space_id = ${ctx.space.id} and id >= ${firstIdAt(from)} and id < ${firstIdAt(to)}
            and function_id = any(${sql.param([...readable.keys()])}::uuid[])
          group by 1, 2, 3 order by calls desc limit ${EDGES}`,
      ),
      await readReaches(db, ctx, { from, to }, readable),
    ])
    const names = new Set(readable.values())
    return {
      edges: rows.map((row) => ({
        function: readable.get(row.function_id)!,
        trigger: row.trigger,
        from: callerIn(names, row.calling),
        calls: row.calls,
        failures: row.failures,
        p95Ms: row.p95_ms,
      })),
      reaches,
    }
  },
)

/** Records name a calling function `function checkout`. One that the reader may not see stays unnamed. */
function callerIn(names: ReadonlySet<string>, caller: string | null): string | null {
  const name = caller?.replace(/^function /, '') ?? null
  return name !== null && names.has(name) ? name : null
}
