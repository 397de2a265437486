import { AlcoveError, type Invitation, type PasswordReset } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { accounts, passkeys, sessions, twoFactors } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireOfKey } from '../access/require-of-key.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { lockOther } from './change-account.ts'
import { INVITATION_HOURS, makeLink, RESET_HOURS } from './make-link.ts'

interface Of {
  ctx: Ctx
  input: { id: string }
}

/** A new link for who was invited; the one before stops working. */
export const renewInvitation = verb(async ({ ctx, input }: Of): Promise<Invitation> =>
  change(ctx, async (ctx) => {
    const account = await lockOther(ctx, input.id)
    // The account may have grants by now, and the link gives access to them.
    requireOfKey(ctx.actor, 'grants:write')
    if (account.state !== 'invited') throw new AlcoveError('Conflict', `${account.email} has accepted the invitation`)
    const made = await makeLink(ctx, account.id, INVITATION_HOURS)
    await ctx.change.audit('accounts:invite-again', `account ${account.email}`, { expiresAt: made.expiresAt })
    const [row] = await selectAccounts(ctx).where(eq(accounts.id, account.id))
    return { account: accountOfRow(row!), ...made }
  }),
)

/** A link that sets a new password. All sessions end; the old password works until the link is used. */
export const resetPassword = verb(async ({ ctx, input }: Of): Promise<PasswordReset> =>
  change(ctx, async (ctx) => {
    const account = await lockOther(ctx, input.id)
    // Whoever opens the link acts as the account, with all its grants.
    requireOfKey(ctx.actor, 'platform:admin')
    if (account.state !== 'active') throw new AlcoveError('Conflict', `${account.email} is ${account.state}`)
    const made = await makeLink(ctx, account.id, RESET_HOURS)
    const { rowCount } = await ctx.db.delete(sessions).where(eq(sessions.userId, account.id))
    await ctx.change.audit('accounts:reset-password', `account ${account.email}`, { endedSessions: rowCount })
    ctx.change.accessChanged()
    return made
  }),
)

/** Takes authenticator app, recovery codes and passkeys from an account whose owner lost them. All sessions end. */
export const resetTwoFactor = verb(async ({ ctx, input }: Of): Promise<void> => {
  await change(ctx, async (ctx) => {
    const account = await lockOther(ctx, input.id)
    requireOfKey(ctx.actor, 'platform:admin')
    const [totp, keys] = [
      await ctx.db.delete(twoFactors).where(eq(twoFactors.userId, account.id)),
      await ctx.db.delete(passkeys).where(eq(passkeys.userId, account.id)),
    ]
    await ctx.db.update(accounts).set({ twoFactorEnabled: false }).where(eq(accounts.id, account.id))
    await ctx.db.delete(sessions).where(eq(sessions.userId, account.id))
    const before = { totp: totp.rowCount, passkeys: keys.rowCount }
    await ctx.change.audit('accounts:reset-two-factor', `account ${account.email}`, { before, after: null })
    ctx.change.accessChanged()
  })
})
