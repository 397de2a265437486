import { eq, inArray, or, type SQL } from 'drizzle-orm'
import { INSTALLATION, type Actor } from '../../kernel/actor.ts'
import { accounts, apiKeys, callQuotas, functions, spaces } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

export type KeyActor = Extract<Actor, { kind: 'key' }>

/** The actor behind a secret, old or new; null if there is none, or its key has ended. */
export async function actorOfSecret(
  platform: Platform,
  hash: string,
): Promise<{ actor: KeyActor; secret: 'new' | 'old' } | null> {
  const found = await readKey(platform, or(eq(apiKeys.hash, hash), eq(apiKeys.oldHash, hash))!)
  if (!found) return null
  const { actor, key } = found
  if (key.hash === hash) return { actor, secret: 'new' }
  const ends = Math.min(key.oldEndsAt?.getTime() ?? 0, actor.expiresAt ?? Infinity)
  return { actor: { ...actor, expiresAt: ends }, secret: 'old' }
}

/** The actor behind the key picked by `by`, with its owner's standing and its spaces' names as of now; null if it is dead. */
export async function keyActor(platform: Platform, by: SQL): Promise<KeyActor | null> {
  return (await readKey(platform, by))?.actor ?? null
}

async function readKey({ db, adminKeyFingerprint }: Platform, by: SQL) {
  const [found] = await db
    .select({ key: apiKeys, owner: accounts, quota: callQuotas.quota, epoch: callQuotas.epoch })
    .from(apiKeys)
    .leftJoin(accounts, eq(accounts.id, apiKeys.ownerId))
    .leftJoin(callQuotas, eq(callQuotas.scopeId, apiKeys.id))
    .where(by)
  if (!found) return null
  const { key, owner, quota, epoch } = found
  // Keys made with ALCOVE_ADMIN_API_KEY are valid while it has the same value.
  const ofInstallation = key.installationKey !== null && key.installationKey === adminKeyFingerprint
  const alive = key.ownerId === null ? ofInstallation : owner?.state === 'active'
  if (!alive) return null
  const actor: KeyActor = {
    kind: 'key',
    id: key.id,
    accountId: key.ownerId ?? INSTALLATION,
    name: key.name,
    administrator: owner ? owner.administrator : true,
    spaces: key.spaces === '*' ? '*' : await namesOf(db, key.spaces),
    functions: key.functions === '*' ? '*' : await pathsOf(db, key.functions),
    actions: key.actions,
    networks: key.networks,
    expiresAt: key.expiresAt?.getTime() ?? null,
    ...(quota && { quota: { limits: quota, epoch: epoch! } }),
  }
  return { actor, key }
}

async function namesOf(db: Platform['db'], ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.select({ name: spaces.name }).from(spaces).where(inArray(spaces.id, ids))
  return rows.map((row) => row.name)
}

async function pathsOf(db: Platform['db'], ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ space: spaces.name, fn: functions.name })
    .from(functions)
    .innerJoin(spaces, eq(spaces.id, functions.spaceId))
    .where(inArray(functions.id, ids))
  return rows.map(({ space, fn }) => `${space}/${fn}`)
}
