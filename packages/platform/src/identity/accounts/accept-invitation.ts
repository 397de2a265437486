import { AlcoveError, type AcceptInvitation, type Account } from '@alcove/contract'
import { eq, isNull } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { accounts, invitations, sessions } from '../../database/schema/index.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { findInvitation, kindOf } from './find-invitation.ts'
import { lockSetup, hasAdministrator } from './setup-link.ts'
import { requireGoodPassword } from './require-good-password.ts'
import { setPassword } from './set-password.ts'

const ACTIONS = { setup: 'accounts:setup', invite: 'accounts:accept', reset: 'accounts:new-password' } as const

/** Completes an invitation, or the set-up of the first administrator, or sets a new password. The link works once. */
export const acceptInvitation = verb(
  async ({ ctx, input }: { ctx: Ctx; input: AcceptInvitation }): Promise<Account> => {
    return change(ctx, async (ctx) => {
      await lockSetup(ctx.db)
      const { invitation, account } = await findInvitation(ctx.platform, ctx.db, input.token)
      const email = account?.email ?? input.email ?? ''
      requireGoodPassword(input.password, { email, name: input.name ?? account?.name ?? '' })
      const id = account ? account.id : await createAdministrator(ctx, input)
      if (account) {
        const name = input.name ?? account.name
        // A password link must not let in an account that was suspended after the link was made.
        if (account.state === 'suspended') throw new AlcoveError('Forbidden', 'The account is suspended')
        await ctx.db.update(accounts).set({ name, state: 'active' }).where(eq(accounts.id, id))
        await ctx.db.delete(sessions).where(eq(sessions.userId, id))
      }
      await setPassword(ctx.db, id, input.password)
      await ctx.db
        .delete(invitations)
        .where(account ? eq(invitations.accountId, id) : eq(invitations.id, invitation.id))
      const [row] = await selectAccounts(ctx).where(eq(accounts.id, id))
      await ctx.change.audit(ACTIONS[kindOf(account)], `account ${row!.email}`, {
        before: account ? { name: account.name, state: account.state } : null,
        after: { name: row!.name, state: row!.state },
      })
      ctx.change.accessChanged()
      return accountOfRow(row!)
    })
  },
)

async function createAdministrator(ctx: Changing, { email, name }: AcceptInvitation): Promise<string> {
  if (await hasAdministrator(ctx.db))
    throw new AlcoveError('NotFound', 'This link has already been used: sign in instead')
  if (!email) {
    throw new AlcoveError('ValidationFailed', 'The first administrator needs an e-mail address', {
      errors: [{ path: 'email', message: 'Required' }],
    })
  }
  const id = newId()
  const address = email.toLowerCase()
  await ctx.db
    .insert(accounts)
    .values({ id, email: address, name: name ?? address.split('@')[0]!, administrator: true })
  // The first set-up link that is used ends all others.
  await ctx.db.delete(invitations).where(isNull(invitations.accountId))
  return id
}
