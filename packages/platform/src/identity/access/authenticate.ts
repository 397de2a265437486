import { timingSafeEqual } from 'node:crypto'
import { AlcoveError } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import { INSTALLATION, type Actor } from '../../kernel/actor.ts'
import { accounts, apiKeys, settings } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { hashOf, isMistyped } from '../keys/key-secret.ts'
import { withinNetworks } from '../keys/within-networks.ts'
import type { Platform } from '../../kernel/platform.ts'
import { actorOfSecret } from './key-actor.ts'

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
interface Uses {
  /** When it was last written. */
  at: number
  /** Uses since. */
  calls: number
}
const touched = new WeakMap<Platform, Map<string, Uses>>()

/**
 * Who makes a request: the owner of a Bearer key, the owner of a session cookie, or an anonymous caller.
 * @throws {AlcoveError} Unauthenticated for a key that is unknown or expired, or whose owner is no longer active.
 */
export async function authenticate(platform: Platform, headers: Headers, address: string): Promise<Actor> {
  try {
    const [scheme, key] = (headers.get('authorization') ?? '').split(' ')
    if (scheme?.toLowerCase() === 'bearer' && key) return await byKey(platform, key, address)
    if (headers.has('cookie')) return (await bySession(platform, headers)) ?? { kind: 'anonymous', address }
    return { kind: 'anonymous', address }
  } catch (error) {
    throw translateError(error)
  }
}

async function byKey(platform: Platform, key: string, address: string): Promise<Actor> {
  const hash = hashOf(key)
  if (platform.adminKeyHash && timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(platform.adminKeyHash, 'hex'))) {
    return installationActor()
  }
  const known = isMistyped(key) ? null : await platform.access.get(`key ${hash}`, () => actorOfSecret(platform, hash))
  const now = platform.clock.now()
  if (!known || (known.actor.expiresAt !== null && known.actor.expiresAt <= now)) {
    throw new AlcoveError('Unauthenticated', 'The API key is unknown, has expired, or its owner is no longer active')
  }
  const { actor, secret } = known
  if (!withinNetworks(actor.networks, address)) {
    throw new AlcoveError(
      'Unauthenticated',
      `The API key is not accepted from ${address || 'here'}: its owner limited it`,
    )
  }
  touch(platform, `${actor.id} ${secret}`, (at, calls) => noteUse(platform, actor.id, { secret, at, address, calls }))
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
    networks: [],
    expiresAt: null,
  }
}

async function bySession(platform: Platform, headers: Headers): Promise<Actor | null> {
  const session = await platform.auth.api.getSession({ headers })
  if (!session) return null
  const { id, name, email, administrator, state, twoFactorEnabled } = session.user
  if (state !== 'active') return null
  touch(platform, id, (at) => platform.db.update(accounts).set({ lastSeenAt: at }).where(eq(accounts.id, id)))
  const { id: sessionId, method } = session.session
  const strong = twoFactorEnabled === true || method === 'passkey' || method?.startsWith('provider:') === true
  const lacking = !strong && (await needsSecondFactor(platform))
  const person = { kind: 'account' as const, id, name, email, administrator: administrator === true, sessionId }
  return lacking ? { ...person, mustEnroll: true } : person
}

/** Whether every account needs a second factor by now. */
async function needsSecondFactor({ access, db, clock }: Platform): Promise<boolean> {
  const rule = await access.get('two-factor rule', async () => {
    const [row] = await db.select({ from: settings.twoFactorFrom }).from(settings)
    return { from: row?.from?.getTime() ?? Infinity }
  })
  return clock.now() >= rule.from
}

function touch(platform: Platform, id: string, write: (at: Date, calls: number) => PromiseLike<unknown>): void {
  const now = platform.clock.now()
  const uses = touched.get(platform) ?? new Map<string, Uses>()
  touched.set(platform, uses)
  const known = uses.get(id)
  if (known && now - known.at < TOUCH_EVERY_MS) return void (known.calls += 1)
  const calls = (known?.calls ?? 0) + 1
  uses.set(id, { at: now, calls: 0 })
  // Only informs people: the request neither waits for it nor fails with it.
  write(new Date(now), calls).then(
    () => {},
    () => uses.set(id, { at: -Infinity, calls }),
  )
}

function noteUse(
  { db }: Platform,
  id: string,
  { secret, at, address, calls }: { secret: 'new' | 'old'; at: Date; address: string; calls: number },
): PromiseLike<unknown> {
  const use =
    secret === 'new'
      ? { lastUsedAt: at, lastUsedFrom: address, calls: sql`${apiKeys.calls} + ${calls}` }
      : { oldUsedAt: at, oldUsedFrom: address, oldCalls: sql`${apiKeys.oldCalls} + ${calls}` }
  return db.update(apiKeys).set(use).where(eq(apiKeys.id, id))
}
