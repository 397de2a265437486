import { notFound } from '@alcove/contract'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { grants } from '../../database/schema/index.ts'
import { grantedFunction } from './granted-function.ts'
import { subjectOf } from './subject-of.ts'
import { thisGrant } from './this-grant.ts'

export const deleteGrant = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { subject: string; function?: string | undefined }
  }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const subject = await subjectOf(ctx, input.subject)
      const functionId = await grantedFunction(ctx, input.function ?? null)
      const [gone] = await ctx.db
        .delete(grants)
        .where(thisGrant(ctx.space.id, subject, functionId))
        .returning({ role: grants.role, expiresAt: grants.expiresAt })
      if (!gone) throw notFound('grant for', input.subject)
      await ctx.change.audit('grants:delete', subject.label, {
        before: { ...gone, function: input.function ?? null },
        after: null,
      })
      ctx.change.accessChanged()
    })
  },
)
