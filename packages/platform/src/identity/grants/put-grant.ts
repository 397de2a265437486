import { AlcoveError, notFound, ROLE_ACTIONS, type Grant, type Role } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { inserted, type Put } from '../../database/put.ts'
import { accounts, grants } from '../../database/schema/index.ts'
import { grantOf, selectGrants } from './grant-of.ts'

interface PutGrantInput {
  accountId: string
  role: Role
}

export const putGrant = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutGrantInput }): Promise<Put<Grant>> => {
  const { accountId, role } = input
  // The owner of a key may have an account too: a key must not give that account more than the key itself carries.
  const beyond = ctx.actor.kind === 'key' && ROLE_ACTIONS[role].find((action) => !ctx.space.actions.has(action))
  if (beyond)
    throw new AlcoveError('Forbidden', `This API key does not carry ${beyond}, which the role ${role} would give`)
  return change(ctx, async (ctx) => {
    const [account] = await ctx.db.select({ email: accounts.email }).from(accounts).where(eq(accounts.id, accountId))
    if (!account) throw notFound('account', accountId)
    const given = { role, grantedBy: nameOf(ctx.actor), grantedAt: new Date(ctx.platform.clock.now()) }
    const [put] = await ctx.db
      .insert(grants)
      .values({ spaceId: ctx.space.id, accountId, ...given })
      .onConflictDoUpdate({ target: [grants.spaceId, grants.accountId], set: given })
      .returning({ created: inserted })
    await ctx.change.audit('grants:put', `account ${account.email}`, { role })
    ctx.change.accessChanged()
    const [row] = await selectGrants(ctx).where(and(eq(grants.spaceId, ctx.space.id), eq(grants.accountId, accountId)))
    return { created: put!.created, value: grantOf(row!) }
  })
})
