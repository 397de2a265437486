import { eq } from 'drizzle-orm'
import { accounts, apiKeys } from '../../database/schema/index.ts'
import { INSTALLATION, type Actor } from '../../kernel/actor.ts'
import type { Platform } from '../../kernel/platform.ts'
import { installationActor } from './authenticate.ts'
import { keyActor } from './key-actor.ts'

/** The account or key behind an id of `idOf()`, as it is now; null when it can do nothing any more. */
export async function actorNamed(platform: Platform, named: string): Promise<Actor | null> {
  const [kind, id = ''] = named.split(/:(.*)/s)
  if (kind === 'key' && id === INSTALLATION) return platform.adminKeyHash === null ? null : installationActor()
  if (kind === 'key') return keyNamed(platform, id)
  if (kind === 'account') return accountNamed(platform, id)
  return null
}

async function keyNamed(platform: Platform, id: string): Promise<Actor | null> {
  const actor = await platform.access.get(`key id ${id}`, () => keyActor(platform, eq(apiKeys.id, id)))
  return actor === null || (actor.expiresAt !== null && actor.expiresAt <= platform.clock.now()) ? null : actor
}

function accountNamed({ access, db }: Platform, id: string): Promise<Actor | null> {
  return access.get(`account id ${id}`, async () => {
    const [found] = await db.select().from(accounts).where(eq(accounts.id, id))
    if (found?.state !== 'active') return null
    return { kind: 'account', id, name: found.name, email: found.email, administrator: found.administrator }
  })
}
