import { AlcoveError, notFound, type Account, type UpdateAccount } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { requireOfKey } from '../access/require-of-key.ts'
import { accounts, credentials, invitations, sessions } from '../../database/schema/index.ts'
import { accountOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx } from '../../kernel/context.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { administrators, lockSetup } from './setup-link.ts'

/** Suspends an account, with its sessions, keys and links, or lets it in again. */
export const updateAccount = verb(
  async ({ ctx, input }: { ctx: Ctx; input: UpdateAccount & { id: string } }): Promise<Account> =>
    change(ctx, async (ctx) => {
      const before = await lockOther(ctx, input.id)
      if (before.state === 'invited') {
        throw new AlcoveError('Conflict', `${before.email} has not accepted the invitation: delete the account instead`)
      }
      await ctx.db.update(accounts).set({ state: input.state }).where(eq(accounts.id, before.id))
      if (input.state === 'suspended') {
        await requireAnAdministrator(ctx, before)
        await ctx.db.delete(sessions).where(eq(sessions.userId, before.id))
        await ctx.db.delete(invitations).where(eq(invitations.accountId, before.id))
      }
      const action = input.state === 'suspended' ? 'accounts:suspend' : 'accounts:reactivate'
      const { state } = input
      await ctx.change.audit(action, `account ${before.email}`, { before: { state: before.state }, after: { state } })
      ctx.change.accessChanged()
      const [row] = await selectAccounts(ctx).where(eq(accounts.id, before.id))
      return accountOfRow(row!)
    }),
)

/** Deletes a suspended or invited account with its grants, keys and sessions. What it made stays. */
export const deleteAccount = verb(async ({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const before = await lockOther(ctx, input.id)
    if (before.state === 'active') {
      throw new AlcoveError('Conflict', `${before.email} is active: suspend the account first`)
    }
    await ctx.db.delete(credentials).where(eq(credentials.userId, before.id))
    await ctx.db.delete(accounts).where(eq(accounts.id, before.id))
    await ctx.change.audit('accounts:delete', `account ${before.email}`, {
      before: { name: before.name, state: before.state, administrator: before.administrator },
      after: null,
    })
    ctx.change.accessChanged()
  })
})

export async function lockOther(ctx: Changing, id: string) {
  authorizePlatform({ ctx, action: 'accounts:write' })
  // One change of accounts at a time: two administrators must not suspend each other.
  await lockSetup(ctx.db)
  const [found] = await ctx.db.select().from(accounts).where(eq(accounts.id, id)).for('update')
  if (!found) throw notFound('account', id)
  if (found.id === accountOf(ctx.actor)) {
    throw new AlcoveError('Forbidden', 'This is your own account: another administrator has to do this')
  }
  // An administrator's account may do anything: a key that may not must not take it out either.
  if (found.administrator) requireOfKey(ctx.actor, 'platform:admin')
  return found
}

async function requireAnAdministrator(
  ctx: Changing,
  { email, administrator }: { email: string; administrator: boolean },
) {
  if (administrator && (await administrators(ctx.db)).length === 0) {
    throw new AlcoveError('Conflict', `Cannot suspend ${email}: Alcove would have no administrator`)
  }
}
