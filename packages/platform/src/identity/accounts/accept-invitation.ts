import { AlcoveError, type AcceptInvitation, type Account } from '@alcove/contract'
import { eq, isNull } from 'drizzle-orm'
import { change, type Change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { accounts, invitations } from '../../database/schema/index.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { findInvitation } from './find-invitation.ts'
import { lockSetup, hasAdministrator } from './setup-link.ts'
import { requireGoodPassword } from './require-good-password.ts'
import { setPassword } from './set-password.ts'

/** Completes an invitation, or the set-up of the first administrator. The link works once. */
export const acceptInvitation = verb(
  async ({ ctx, input }: { ctx: Ctx; input: AcceptInvitation }): Promise<Account> => {
    return change(ctx, async (change) => {
      const { tx, audit, accessChanged } = change
      await lockSetup(tx)
      const { invitation, account } = await findInvitation(ctx.platform, tx, input.token)
      const email = account?.email ?? input.email ?? ''
      requireGoodPassword(input.password, { email, name: input.name ?? account?.name ?? '' })
      const id = account ? account.id : await createAdministrator(change, input)
      if (account) {
        const name = input.name ?? account.name
        await tx.update(accounts).set({ name, state: 'active' }).where(eq(accounts.id, id))
      }
      await setPassword(tx, id, input.password)
      await tx.delete(invitations).where(eq(invitations.id, invitation.id))
      const [row] = await selectAccounts(ctx).where(eq(accounts.id, id))
      await audit(account ? 'accounts:accept' : 'accounts:setup', `account ${row!.email}`)
      accessChanged()
      return accountOfRow(row!)
    })
  },
)

async function createAdministrator({ tx }: Change, { email, name }: AcceptInvitation): Promise<string> {
  if (await hasAdministrator(tx)) throw new AlcoveError('NotFound', 'This link was used already: sign in instead')
  if (!email) {
    throw new AlcoveError('ValidationFailed', 'The first administrator needs an e-mail address', {
      errors: [{ path: 'email', message: 'Required' }],
    })
  }
  const id = newId()
  const address = email.toLowerCase()
  await tx.insert(accounts).values({ id, email: address, name: name ?? address.split('@')[0]!, administrator: true })
  // Every other set-up link ends with the first that is used.
  await tx.delete(invitations).where(isNull(invitations.accountId))
  return id
}
