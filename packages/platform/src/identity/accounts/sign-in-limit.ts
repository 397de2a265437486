import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { and, eq, gt, lte, sql } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { signInAttempts } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'

/** Which account the guess is for, and where it comes from. */
interface Attempt {
  email: string
  address: string
}

export interface SignInLimit {
  /** Counts an attempt. Null: check the password; a number: refuse, and ask to try again in that many seconds. */
  admit(attempt: Attempt): Promise<number | null>
  /** The password was right: the attempt no longer counts. */
  forgive(attempt: Attempt): Promise<void>
  /** Counts a code from an app or a recovery code, whose password was right. The answer is that of `admit`. */
  admitCode(accountId: string): Promise<number | null>
  forgiveCodes(accountId: string): Promise<void>
  /** Whether a code from an app is presented for the first time: one that somebody saw opens nothing (RFC 6238, 5.2). */
  isNewCode(accountId: string, code: string): Promise<boolean>
}

const WINDOW_MS = 5 * 60_000
/** How long an address stays known as the owner's after a sign-in from it. */
const KNOWN_MS = 30 * 24 * 3600_000
/** Wrong passwords allowed in one window: for an account from one address, for an account, and from an address. */
const MAX = { both: 10, account: 50, address: 100 }
/** Codes that one account may try in one window, with however many sign-ins at once. */
const CODES_MAX = 10
/** Longer than a code is accepted: its own 30 seconds, those before and those after. */
const CODE_MS = 2 * 60_000

/**
 * Slows down guessing without locking people out. Wrong passwords for an account from one address block only that pair,
 * so the owner elsewhere and other people behind the same proxy notice nothing. The two wider limits stop guesses
 * spread over many addresses or accounts. They do not apply where the account has signed in recently.
 *
 * An attempt is counted before its password is checked, in one atomic statement: a thousand parallel attempts, on any
 * number of servers, get no more guesses than sequential ones.
 */
export function signInLimit({ db, clock }: { db: Database; clock: Clock }): SignInLimit {
  /** The remaining seconds of each window that is over its limit. */
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
    // One statement each: statements that lock several rows could deadlock.
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
      // Check the narrow limit first and alone: what it refuses must not count against other people at this address.
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

    async admitCode(accountId) {
      const [blocked] = await take(new Map([[keyOf('codes', accountId), CODES_MAX]]))
      return blocked ?? null
    },

    async forgiveCodes(accountId) {
      await db.delete(signInAttempts).where(eq(signInAttempts.key, keyOf('codes', accountId)))
    },

    async isNewCode(accountId, code) {
      const now = clock.now()
      const endsAt = new Date(now + CODE_MS)
      const noted = await db
        .insert(signInAttempts)
        .values({ key: keyOf('code', accountId, code), attempts: 1, endsAt })
        .onConflictDoUpdate({
          target: signInAttempts.key,
          set: { endsAt },
          setWhere: lte(signInAttempts.endsAt, new Date(now)),
        })
        .returning({ key: signInAttempts.key })
      return noted.length > 0
    },
  }
}

/** Digests: of fixed length, and without a readable list of the accounts under attack. */
const keyOf = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

function keysOf({ email, address }: Attempt): Record<'both' | 'account' | 'address' | 'known', string> {
  const who = email.toLowerCase()
  const where = networkOf(address)
  return {
    both: keyOf('both', who, where),
    account: keyOf('account', who),
    address: keyOf('address', where),
    known: keyOf('known', who, where),
  }
}

/** A customer gets at least 2^64 IPv6 addresses (RFC 6177), so a /64 counts as one address. */
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
