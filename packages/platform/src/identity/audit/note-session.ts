import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'

interface Note {
  action:
    | 'sessions:create'
    | 'sessions:delete'
    | 'accounts:add-totp'
    | 'accounts:remove-totp'
    | 'accounts:new-recovery-codes'
    | 'accounts:add-passkey'
    | 'accounts:remove-passkey'
  /** By which means someone signed in. */
  with?: string
}

/** Records what better-auth did for an account: it signed in or out, or changed how it signs in. */
export const noteSession = verb(async ({ ctx, input }: { ctx: Ctx; input: Note }) => {
  const { action, with: means } = input
  const who = ctx.actor.kind === 'account' ? ctx.actor.email : 'unknown'
  await change(ctx, (ctx) => ctx.change.audit(action, `account ${who}`, means === undefined ? {} : { with: means }))
})
