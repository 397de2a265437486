import type { Invitation, InviteAccount } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { requireOfKey } from '../access/require-of-key.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { accounts } from '../../database/schema/index.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { INVITATION_HOURS, makeLink } from './make-link.ts'

/** Creates the account. It can do nothing until its owner opens the link and sets a password. */
export const inviteAccount = verb(async ({ ctx, input }: { ctx: Ctx; input: InviteAccount }): Promise<Invitation> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const { administrator } = input
  // Otherwise a key with fewer rights could invite an administrator and open the link itself.
  if (administrator) requireOfKey(ctx.actor, 'platform:admin')
  const email = input.email.toLowerCase()
  const name = input.name ?? email.slice(0, email.lastIndexOf('@'))
  return change(ctx, async (ctx) => {
    const id = newId(ctx.platform.clock.now())
    await ctx.db.insert(accounts).values({ id, name, email, administrator, state: 'invited' })
    const made = await makeLink(ctx, id, INVITATION_HOURS)
    await ctx.change.audit('accounts:invite', `account ${email}`, { before: null, after: { administrator, name } })
    const [row] = await selectAccounts(ctx).where(eq(accounts.id, id))
    return { account: accountOfRow(row!), ...made }
  })
})
