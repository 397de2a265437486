import type { BackgroundAction, TaskFilter } from '@alcove/contract'
import { count, eq } from 'drizzle-orm'
import { startBackgroundAction } from '../../background/start-background-action.ts'
import { newId } from '../../../database/ids.ts'
import { functions, tasks } from '../../../database/schema/index.ts'
import { change } from '../../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../../kernel/context.ts'
import { findFunction } from '../../../spaces/find-function.ts'
import { requireQualifier } from '../../../spaces/require-qualifier.ts'
import { matching } from './matching.ts'

export type BulkVerb = 'redrive' | 'purge' | 'cancel'

interface BulkInput {
  verb: BulkVerb
  filter: TaskFilter
  /** Where a redrive runs all of them. */
  qualifier?: string | undefined
  /** The pace of a redrive. */
  perMinute?: number | undefined
}

/** What a bulk action stores of itself. */
export interface BulkDetail extends Omit<BulkInput, 'verb'> {
  /** Ignores tasks that are accepted later. */
  upTo: string
}

/**
 * Applies an action to all matching tasks, in the background. Tasks that are accepted or end after it began are left
 * alone, those that it redrove included.
 */
export const bulkTasks = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: BulkInput }): Promise<BackgroundAction> => {
    const { verb: what, ...asked } = input
    const { filter, qualifier } = asked
    if (filter.function !== undefined) {
      const fn = await findFunction(ctx, filter.function)
      if (qualifier !== undefined) await requireQualifier(ctx, fn.id, qualifier)
    }
    const total = await ctx.platform.searches.run(ctx, async (connection) => {
      const [found] = await connection
        .select({ tasks: count() })
        .from(tasks)
        .innerJoin(functions, eq(functions.id, tasks.functionId))
        .where(matching(ctx.space.id, filter))
      return found!.tasks
    })
    const detail: BulkDetail = { ...asked, upTo: newId() }
    return change(ctx, (ctx) => startBackgroundAction(ctx, { kind: `tasks.${what}`, total, detail: { ...detail } }))
  },
)
