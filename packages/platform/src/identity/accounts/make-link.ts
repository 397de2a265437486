import { eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { invitations } from '../../database/schema/index.ts'
import type { Changing } from '../../kernel/context.ts'
import { hashOf, newToken } from '../keys/key-secret.ts'
import { madeWith } from '../keys/made-with.ts'

const HOUR = 3600_000
export const INVITATION_HOURS = 7 * 24
export const RESET_HOURS = 24

/** A one-time link that lets an account set its password. Earlier ones of the account end. */
export async function makeLink(
  ctx: Changing,
  accountId: string,
  hours: number,
): Promise<{ link: string; expiresAt: string }> {
  const { clock, origin } = ctx.platform
  const now = clock.now()
  // What a key makes ends with it.
  const makerEnd = (ctx.actor.kind === 'key' && ctx.actor.expiresAt) || Infinity
  const expiresAt = new Date(Math.min(now + hours * HOUR, makerEnd))
  const token = newToken()
  await ctx.db.delete(invitations).where(eq(invitations.accountId, accountId))
  await ctx.db
    .insert(invitations)
    .values({ id: newId(now), tokenHash: hashOf(token), accountId, ...madeWith(ctx), expiresAt })
  return { link: `${origin}/invite?token=${token}`, expiresAt: expiresAt.toISOString() }
}
