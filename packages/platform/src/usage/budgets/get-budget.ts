import type { Budget } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { budgetOf, findBudget } from './budget-of.ts'

export const getBudget = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<Budget> =>
  budgetOf(ctx, await findBudget(ctx)),
)
