import type { DeadLetters, ExecutionError } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import { functions, spaces, tasks } from '../../database/schema/index.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { readableTasks } from './readable-tasks.ts'

const MOST = 100

interface Row {
  space: string
  function: string
  errorKey: string
  error: ExecutionError
  count: number
  first: string
  last: string
}

/** Dead letters by function and error, the most frequent first; of equally many the oldest, so that none changes places. */
export const listDeadLetters = verb(async ({ ctx }: { ctx: Ctx | SpaceCtx; input: object }): Promise<DeadLetters> => {
  const { where } = await readableTasks(ctx)
  const rows = await ctx.platform.searches.run(ctx, (db) =>
    rowsOf<Row>(
      db,
      sql`
          with groups as (
            select ${tasks.spaceId} as space_id, ${tasks.functionId} as function_id, ${tasks.errorKey} as error_key,
              count(*)::int as count, min(${tasks.endedAt}) as first, max(${tasks.endedAt}) as last,
              max(${tasks.id}::text)::uuid as newest
            from ${tasks} join ${functions} on ${functions.id} = ${tasks.functionId}
            where ${where} and ${tasks.state} = 'dead'
            group by 1, 2, 3 order by count desc, first, error_key limit ${MOST}
          )
          select ${spaces.name} as space, ${functions.name} as function, groups.error_key as "errorKey", ${tasks.error},
            count, first, last
          from groups
          join ${tasks} on ${tasks.spaceId} = groups.space_id and ${tasks.id} = newest
          join ${functions} on ${functions.id} = groups.function_id
          join ${spaces} on ${spaces.id} = groups.space_id
          order by groups.count desc, groups.first, groups.error_key`,
    ),
  )
  const items = rows.map(({ first, last, ...row }) => ({ ...row, firstAt: iso(first), lastAt: iso(last) }))
  return { items, nextCursor: null }
})
