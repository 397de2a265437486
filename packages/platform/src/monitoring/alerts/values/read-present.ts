import type { AlertCondition } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { getBudget } from '../../../usage/budgets/get-budget.ts'
import { getFunctionQuota, getSpaceQuota } from '../../../usage/quotas/get-quota.ts'
import { findFunction } from '../../../spaces/find-function.ts'

/** The value of a condition that only knows the present; null: there is none. */
export async function readPresent(ctx: SpaceCtx, condition: AlertCondition): Promise<number | null> {
  if (condition.type === 'quota') {
    const { limit, function: fn } = condition
    const quota =
      fn === undefined ? await getSpaceQuota({ ctx, input: {} }) : await getFunctionQuota({ ctx, input: { fn } })
    const use = quota.used[limit]
    return use ? (100 * use.used) / use.limit : null
  }
  if (condition.type === 'budget') {
    const { amount, cost } = await getBudget({ ctx, input: {} })
    return amount === null ? null : (100 * cost) / amount
  }
  if (condition.type !== 'metric') throw new Error(`${condition.type} is not a value of the present`)
  const { metric, function: name } = condition
  const of = name === undefined ? sql`` : sql`and f.id = ${(await findFunction(ctx, name)).id}`
  // Tasks of a function in the trash wait for nobody.
  const tasksOfSpace = sql`tasks t join functions f on f.id = t.function_id where t.space_id = ${ctx.space.id}`
  const query =
    metric === 'queueAge'
      ? sql`
          select coalesce(extract(epoch from now() - min(t.run_at)), 0)::float8 as value from ${tasksOfSpace} ${of}
            and t.state in ('queued', 'retrying') and t.run_at <= now()`
      : sql`select count(*)::float8 as value from ${tasksOfSpace} ${of} and t.state = 'dead'`
  const [row] = await ctx.platform.searches.run(ctx, (db) => rowsOf<{ value: number }>(db, query))
  return row!.value
}
