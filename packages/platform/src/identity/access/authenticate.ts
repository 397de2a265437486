import { timingSafeEqual } from 'node:crypto'
import { AlcoveError } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { INSTALLATION, type Actor } from '../../kernel/actor.ts'
import { accounts, apiKeys } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { hashOf } from '../keys/key-secret.ts'
import type { Platform } from '../../kernel/platform.ts'
import { keyActor } from './key-actor.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** SHA-256 of ALCOVE_ADMIN_API_KEY, if set. */
    adminKeyHash: string | null
    /** A keyed digest of it, stored with the keys it made. Nobody can test guesses against it. */
    adminKeyFingerprint: string | null
  }
}

/** Updates a row's "last used" at most this often. */
const TOUCH_EVERY_MS = 60_000
const touched = new WeakMap<Platform, Map<string, number>>()

/**
 * Who makes a request: the owner of a Bearer key, the owner of a session cookie, or an anonymous caller.
 * @throws {AlcoveError} Unauthenticated for a key that is unknown or expired, or whose owner is no longer active.
 */
export async function authenticate(platform: Platform, headers: Headers, address: string): Promise<Actor> {
  try {
    const [scheme, key] = (headers.get('authorization') ?? '').split(' ')
    if (scheme?.toLowerCase() === 'bearer' && key) return await byKey(platform, key)
    if (headers.has('cookie')) return (await bySession(platform, headers)) ?? { kind: 'anonymous', address }
    return { kind: 'anonymous', address }
  } catch (error) {
    throw translateError(error)
  }
}

async function byKey(platform: Platform, key: string): Promise<Actor> {
  const hash = hashOf(key)
  if (platform.adminKeyHash && timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(platform.adminKeyHash, 'hex'))) {
    return installationActor()
  }
  const actor = await platform.access.get(`key ${hash}`, () => keyActor(platform, eq(apiKeys.hash, hash)))
  const now = platform.clock.now()
  if (!actor || (actor.expiresAt !== null && actor.expiresAt <= now)) {
    throw new AlcoveError('Unauthenticated', 'The API key is unknown, has expired, or its owner is no longer active')
  }
  touch(platform, actor.id, (at) => platform.db.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, actor.id)))
  return actor
}

/** Whoever has ALCOVE_ADMIN_API_KEY. */
export function installationActor(): Actor {
  return {
    kind: 'key',
    id: INSTALLATION,
    accountId: INSTALLATION,
    name: 'ALCOVE_ADMIN_API_KEY',
    administrator: true,
    spaces: '*',
    functions: '*',
    actions: '*',
    expiresAt: null,
  }
}

async function bySession(platform: Platform, headers: Headers): Promise<Actor | null> {
  const session = await platform.auth.api.getSession({ headers })
  if (!session) return null
  const { id, name, email, administrator, state } = session.user
  if (state !== 'active') return null
  touch(platform, id, (at) => platform.db.update(accounts).set({ lastSeenAt: at }).where(eq(accounts.id, id)))
  return { kind: 'account', id, name, email, administrator: administrator === true }
}

function touch(platform: Platform, id: string, write: (at: Date) => PromiseLike<unknown>): void {
  const now = platform.clock.now()
  const times = touched.get(platform) ?? new Map<string, number>()
  touched.set(platform, times)
  if (now - (times.get(id) ?? -Infinity) < TOUCH_EVERY_MS) return
  times.set(id, now)
  // Only informs people: the request neither waits for it nor fails with it.
  write(new Date(now)).then(
    () => {},
    () => times.delete(id),
  )
}
