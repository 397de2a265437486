import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

/**
 * Whether a signature is seen for the first time, by any server. It is remembered until its own time has run out.
 * @param signature what makes it unique: who signs, and the signature
 */
export async function rememberSignature(
  { db, sealer, clock }: Platform,
  signature: string,
  lifetimeMs: number,
): Promise<boolean> {
  const now = clock.now()
  const expiresAt = new Date(now + lifetimeMs).toISOString()
  const { rowCount } = await db.execute(sql`
    insert into seen_signatures (hash, expires_at) values (${sealer.digest(signature)}, ${expiresAt})
    on conflict (hash) do update set expires_at = excluded.expires_at
    where seen_signatures.expires_at <= ${new Date(now).toISOString()}`)
  return rowCount === 1
}
