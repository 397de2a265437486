import { invalid, passwordFault, PASSWORD_FAULTS } from '@alcove/contract'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Connection, Transaction } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { accounts, invitations } from '../../database/schema/index.ts'
import { hashOf, newToken } from '../keys/key-secret.ts'
import type { Platform } from '../../kernel/platform.ts'
import { setPassword } from './set-password.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** Makes a new one-time link; null once an administrator exists. */
    setupLink(): Promise<string | null>
    /** E-mail addresses of the active administrators, oldest account first. */
    administrators(): Promise<string[]>
  }
}

const SETUP_LOCK = 0x73657475
const VALID_MS = 24 * 3600_000

/** One transaction at a time: two people must not both become the first administrator. */
export async function lockSetup(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${SETUP_LOCK})`)
}

/** E-mail addresses of the active administrators, oldest account first. */
export async function administrators(connection: Connection): Promise<string[]> {
  const found = await connection
    .select({ email: accounts.email })
    .from(accounts)
    .where(and(eq(accounts.administrator, true), eq(accounts.state, 'active')))
    .orderBy(accounts.createdAt)
  return found.map(({ email }) => email)
}

export async function hasAdministrator(connection: Connection): Promise<boolean> {
  return (await administrators(connection)).length > 0
}

/**
 * Makes a link whose opener becomes the first administrator. It replaces earlier ones. Null once there is an
 * administrator.
 */
export async function createSetupLink({ db, clock, origin }: Pick<Platform, 'db' | 'clock' | 'origin'>) {
  return db.transaction(async (tx) => {
    await lockSetup(tx)
    if (await hasAdministrator(tx)) return null
    await tx.delete(invitations).where(isNull(invitations.accountId))
    const token = newToken()
    const expiresAt = new Date(clock.now() + VALID_MS)
    await tx
      .insert(invitations)
      .values({ id: newId(clock.now()), tokenHash: hashOf(token), accountId: null, expiresAt })
    return `${origin}/setup?token=${token}`
  })
}

/** Creates the administrator named in the environment at the first start. Later starts leave the account alone. */
export async function ensureAdministrator(
  db: Platform['db'],
  admin: { email: string; password: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSetup(tx)
    const email = admin.email.toLowerCase()
    const [known] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.email, email))
    if (known) return
    const fault = passwordFault(admin.password, { email })
    if (fault) throw invalid('ALCOVE_ADMIN_PASSWORD', `ALCOVE_ADMIN_PASSWORD: ${PASSWORD_FAULTS[fault]}`)
    const id = newId()
    await tx.insert(accounts).values({ id, email, name: email.split('@')[0]!, administrator: true })
    await setPassword(tx, id, admin.password)
  })
}
