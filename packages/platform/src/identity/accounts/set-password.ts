import { hashPassword } from 'better-auth/crypto'
import type { Transaction } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { credentials } from '../../database/schema/index.ts'

/** Sets the account's password in the form that better-auth reads. */
export async function setPassword(tx: Transaction, accountId: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  await tx
    .insert(credentials)
    .values({ id: newId(), providerId: 'credential', accountId, userId: accountId, password: hash })
}
