import { change } from '../kernel/change.ts'
import { verb, type Ctx } from '../kernel/context.ts'

/** Records that someone signed in or out. */
export const noteSession = verb(
  async ({ ctx, input }: { ctx: Ctx; input: { action: 'sessions:create' | 'sessions:delete'; with?: string } }) => {
    const { action, with: means } = input
    const who = ctx.actor.kind === 'account' ? ctx.actor.email : 'unknown'
    await change(ctx, (ctx) => ctx.change.audit(action, `account ${who}`, means === undefined ? {} : { with: means }))
  },
)
