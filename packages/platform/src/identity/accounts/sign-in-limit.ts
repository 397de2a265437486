import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { signInAttempts } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'

/** Who is guessed at, and from where. */
interface Attempt {
  email: string
  address: string
}

export interface SignInLimit {
  /** Counts an attempt. Null: go on and look at the password; else the seconds after which to try again. */
  admit(attempt: Attempt): Promise<number | null>
  /** The password was right. */
  forgive(attempt: Attempt): Promise<void>
}

const WINDOW_MS = 5 * 60_000
/** So long an address at which the account signed in is known to be its owner's. */
const KNOWN_MS = 30 * 24 * 3600_000
/** Wrong passwords in one window: for one account from one address, for one account, and from one address. */
const MAX = { both: 10, account: 50, address: 100 }

/**
 * Slows guessing without locking people out. Wrong passwords for one account from one address block just that pair, so
 * neither the account's owner elsewhere nor others behind the same proxy notice. The two wider limits are for guesses
 * spread over many addresses or accounts; they do not hold where the account has signed in of late.
 *
 * An attempt counts before its password is looked at, in one atomic statement: a thousand at once, on however many
 * servers, get no more guesses than one after the other.
 */
export function signInLimit({ db, clock }: { db: Database; clock: Clock }): SignInLimit {
  /** Answers the seconds left of the windows in which there are too many now. */
  async function take(max: Map<string, number>): Promise<number[]> {
    const now = new Date(clock.now())
    const over = sql`${signInAttempts.endsAt} <= ${now.toISOString()}`
    const counted = await db
      .insert(signInAttempts)
      .values([...max.keys()].map((key) => ({ key, attempts: 1, endsAt: new Date(now.getTime() + WINDOW_MS) })))
      .onConflictDoUpdate({
        target: signInAttempts.key,
        set: {
          attempts: sql`case when ${over} then 1 else ${signInAttempts.attempts} + 1 end`,
          endsAt: sql`case when ${over} then excluded.ends_at else ${signInAttempts.endsAt} end`,
        },
      })
      .returning()
    return counted
      .filter(({ key, attempts }) => attempts > max.get(key)!)
      .map(({ endsAt }) => Math.ceil((endsAt.getTime() - now.getTime()) / 1000))
  }

  async function giveBack(keys: string[]): Promise<void> {
    // One statement each: two that lock several rows could wait for each other.
    for (const key of keys) {
      // oxlint-disable-next-line no-await-in-loop
      await db
        .update(signInAttempts)
        .set({ attempts: sql`${signInAttempts.attempts} - 1` })
        .where(and(eq(signInAttempts.key, key), gt(signInAttempts.attempts, 0)))
    }
  }

  async function isKnown(key: string): Promise<boolean> {
    const [known] = await db
      .select({ endsAt: signInAttempts.endsAt })
      .from(signInAttempts)
      .where(and(eq(signInAttempts.key, key), gt(signInAttempts.endsAt, new Date(clock.now()))))
    return known !== undefined
  }

  return {
    async admit(attempt) {
      const { both, account, address, known } = keysOf(attempt)
      // By itself and first: what is refused here must not count against others at this address.
      const [blocked] = await take(new Map([[both, MAX.both]]))
      if (blocked !== undefined) return blocked
      const wider = await take(
        new Map([
          [account, MAX.account],
          [address, MAX.address],
        ]),
      )
      if (wider.length === 0 || (await isKnown(known))) return null
      await giveBack([both, account, address])
      return Math.max(...wider)
    },

    async forgive(attempt) {
      const { both, account, address, known } = keysOf(attempt)
      const endsAt = new Date(clock.now() + KNOWN_MS)
      await db
        .insert(signInAttempts)
        .values({ key: known, attempts: 0, endsAt })
        .onConflictDoUpdate({ target: signInAttempts.key, set: { endsAt } })
      await db.delete(signInAttempts).where(eq(signInAttempts.key, both))
      await giveBack([account, address])
    },
  }
}

/** Digests: of equal length, and no list of who was guessed at. */
function keysOf({ email, address }: Attempt): Record<'both' | 'account' | 'address' | 'known', string> {
  const keyOf = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
  const who = email.toLowerCase()
  const where = networkOf(address)
  return {
    both: keyOf('both', who, where),
    account: keyOf('account', who),
    address: keyOf('address', where),
    known: keyOf('known', who, where),
  }
}

/** A customer gets 2^64 IPv6 addresses at least (RFC 6177): they count as one. */
export function networkOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%')
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/.exec(plain)
  if (mapped) return mapped[1]!
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.split('::')
  const [left, right] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)]
  const groups = plain.includes('::')
    ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
    : left
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
