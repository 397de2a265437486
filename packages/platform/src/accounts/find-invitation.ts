import { AlcoveError } from '@alcove/contract'
import { and, eq, gt } from 'drizzle-orm'
import type { Connection } from '../database/connect.ts'
import { accounts, invitations } from '../database/schema/index.ts'
import { hashOf } from '../keys/key-secret.ts'

/** The invitation behind a link and the account it is for, if any. @throws NotFound once it is used or too old. */
export async function findInvitation(connection: Connection, token: string, now: number) {
  const [found] = await connection
    .select({ invitation: invitations, account: accounts })
    .from(invitations)
    .leftJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(eq(invitations.tokenHash, hashOf(token)), gt(invitations.expiresAt, new Date(now))))
  if (!found) throw new AlcoveError('NotFound', 'This link was used already or has expired: ask for a new one')
  return found
}
