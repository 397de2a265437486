import { hashPassword } from 'better-auth/crypto'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { credentials } from '../../database/schema/index.ts'

/** Sets the account's password, in place of the one it had, in the form that better-auth reads. */
export async function setPassword(tx: Transaction, accountId: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  await tx.delete(credentials).where(and(eq(credentials.userId, accountId), eq(credentials.providerId, 'credential')))
  await tx
    .insert(credentials)
    .values({ id: newId(), providerId: 'credential', accountId, userId: accountId, password: hash })
}
