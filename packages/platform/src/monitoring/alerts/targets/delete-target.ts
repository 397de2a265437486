import { AlcoveError } from '@alcove/contract'
import { alertTargets } from '../../../database/schema/index.ts'
import { change } from '../../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../../kernel/context.ts'
import { findTarget, namedTarget, shownToAll, targetsOf } from './target-of.ts'

/** Deletes a target that no rule notifies. */
export const deleteAlertTarget = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { target: string } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const { target: name } = input
      await ctx.db.select({ id: alertTargets.id }).from(alertTargets).where(namedTarget(ctx, name)).for('update')
      const [target] = await targetsOf(ctx, [await findTarget(ctx, name)])
      const [user] = target!.usedBy
      if (user !== undefined) {
        throw new AlcoveError('Conflict', `Cannot delete ${name}: alert ${user} notifies it. Change the alert first`)
      }
      await ctx.db.delete(alertTargets).where(namedTarget(ctx, name))
      await ctx.change.audit('alert-targets:delete', `alert target ${name}`, {
        before: shownToAll(target!.settings),
        after: null,
      })
    })
  },
)
