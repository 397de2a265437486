import { AlcoveError } from '@alcove/contract'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import type { Connection } from '../../database/connect.ts'
import { accounts, invitations } from '../../database/schema/index.ts'
import { hashOf } from '../keys/key-secret.ts'
import type { Platform } from '../../kernel/platform.ts'

/**
 * The invitation behind a link, and the account it is for, if any.
 * @throws NotFound when the link was used or has expired, or the credential that made it was deleted.
 */
export async function findInvitation(
  { clock, adminKeyFingerprint }: Pick<Platform, 'clock' | 'adminKeyFingerprint'>,
  connection: Connection,
  token: string,
) {
  const made = or(isNull(invitations.installationKey), eq(invitations.installationKey, adminKeyFingerprint ?? ''))
  const [found] = await connection
    .select({ invitation: invitations, account: accounts })
    .from(invitations)
    .leftJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(eq(invitations.tokenHash, hashOf(token)), gt(invitations.expiresAt, new Date(clock.now())), made))
  if (!found) throw new AlcoveError('NotFound', 'This link has been used or has expired: ask for a new one')
  return found
}

/** What a link is for: the first administrator, an account that was invited, or a new password. */
export function kindOf(account: { state: string } | null): 'setup' | 'invite' | 'reset' {
  if (account === null) return 'setup'
  return account.state === 'invited' ? 'invite' : 'reset'
}
