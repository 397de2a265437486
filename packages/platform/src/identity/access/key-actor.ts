import { eq, inArray } from 'drizzle-orm'
import { INSTALLATION, type Actor } from '../../kernel/actor.ts'
import { accounts, apiKeys, spaces } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

export type KeyActor = Extract<Actor, { kind: 'key' }>

/**
 * The actor behind a key's hash, with its owner's state and the current names of its spaces; null if the key is
 * invalid.
 */
export async function keyActor({ db, adminKeyFingerprint }: Platform, hash: string): Promise<KeyActor | null> {
  const [found] = await db
    .select({ key: apiKeys, owner: accounts })
    .from(apiKeys)
    .leftJoin(accounts, eq(accounts.id, apiKeys.ownerId))
    .where(eq(apiKeys.hash, hash))
  if (!found) return null
  const { key, owner } = found
  // Keys made with ALCOVE_ADMIN_API_KEY are valid while it has the same value.
  const ofInstallation = key.installationKey !== null && key.installationKey === adminKeyFingerprint
  const alive = key.ownerId === null ? ofInstallation : owner?.state === 'active'
  if (!alive) return null
  return {
    kind: 'key',
    id: key.id,
    accountId: key.ownerId ?? INSTALLATION,
    name: key.name,
    administrator: owner ? owner.administrator : true,
    spaces: key.spaces === '*' ? '*' : await namesOf(db, key.spaces),
    actions: key.actions,
    expiresAt: key.expiresAt?.getTime() ?? null,
  }
}

async function namesOf(db: Platform['db'], ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.select({ name: spaces.name }).from(spaces).where(inArray(spaces.id, ids))
  return rows.map((row) => row.name)
}
