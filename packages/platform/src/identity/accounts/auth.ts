import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthPlugin } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { and, eq, notExists } from 'drizzle-orm'
import { isIP } from 'node:net'
import type { Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { accounts, credentials, passkeys, sessions, twoFactors, verifications } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { RingKey } from '../../kernel/key-ring.ts'
import { authSecrets } from '../../kernel/session-keys.ts'
import { signInLimit, type SignInLimit } from './sign-in-limit.ts'

/** The server sets this to the peer's address, replacing what the client sent, before better-auth sees the request. */
export const CLIENT_ADDRESS_HEADER = 'x-alcove-client-address'

/**
 * The session cookie. Over TLS its name begins with `__Host-`: browsers accept such a cookie only from this very host
 * and for every path, so no other host can plant one.
 */
export function sessionCookie(origin: string): string {
  return `${cookiePrefix(origin)}.session_token`
}

const isSecure = (origin: string): boolean => origin.startsWith('https:')
/** After this many wrong codes an account must wait, whichever addresses they came from. */
const LOCKED_SECONDS = 900
/** How long after a sign-in passkeys can be added. */
const FRESH_SECONDS = 600

const cookiePrefix = (origin: string): string => (isSecure(origin) ? '__Host-alcove' : 'alcove')

export type Auth = ReturnType<typeof createAuth>

/**
 * Where the console must be open for browsers to make passkeys: they make them for host names, not for addresses
 * (WebAuthn, 5.1.3: the RP ID is a domain). A console on this machine's own address is reached as localhost too, which
 * browsers trust without TLS. Null: nowhere.
 */
export function passkeyOrigin(origin: string): string | null {
  const url = new URL(origin)
  const address = url.hostname.replaceAll(/[[\]]/g, '')
  if (isIP(address) === 0) return url.protocol === 'https:' || url.hostname === 'localhost' ? origin : null
  if (!address.startsWith('127.') && address !== '::1') return null
  url.hostname = 'localhost'
  return url.origin
}

function passkeysAt(origin: string) {
  const at = passkeyOrigin(origin) ?? origin
  return passkey({
    rpID: new URL(at).hostname,
    rpName: 'Alcove',
    origin: at,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    authentication: { afterVerification: ({ verification }) => requireVerifiedUser(verification.authenticationInfo) },
    registration: { afterVerification: ({ verification }) => requireVerifiedUser(verification.registrationInfo) },
  })
}

/** A passkey replaces password and second factor: it needs the device and the person who unlocks it. */
function requireVerifiedUser(info: { userVerified: boolean } | undefined): void {
  if (info?.userVerified) return
  throw new APIError('UNAUTHORIZED', { message: 'The device has to ask for its PIN, a finger or a face' })
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    auth: Auth
  }
}

/** How a session begins, by the endpoint that makes it. */
const METHODS: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'recovery',
  '/passkey/verify-authentication': 'passkey',
}

interface AuthOptions {
  db: Database
  clock: Clock
  origin: string
  /** The newest first. */
  keys: readonly [RingKey, ...RingKey[]]
  /** Signing in at OpenID providers. */
  providers: BetterAuthPlugin
}

export function createAuth(options: AuthOptions) {
  const limit = signInLimit(options)
  return betterAuth({
    appName: 'Alcove',
    baseURL: options.origin,
    basePath: '/api/auth',
    ...authSecrets(options.keys),
    trustedOrigins: [options.origin],
    database: drizzleAdapter(options.db, {
      provider: 'pg',
      schema: {
        user: accounts,
        session: sessions,
        account: credentials,
        verification: verifications,
        twoFactor: twoFactors,
        passkey: passkeys,
      },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        administrator: { type: 'boolean', input: false, required: false },
        state: { type: 'string', input: false, required: false },
      },
      changeEmail: { enabled: false },
      deleteUser: { enabled: false },
    },
    // Without a cookie cache a suspended account is signed out at once.
    session: {
      cookieCache: { enabled: false },
      expiresIn: 7 * 24 * 3600,
      updateAge: 24 * 3600,
      freshAge: FRESH_SECONDS,
      additionalFields: { method: { type: 'string', input: false, required: false } },
    },
    plugins: [
      twoFactor({ issuer: 'Alcove', accountLockout: { maxFailedAttempts: 5, durationSeconds: LOCKED_SECONDS } }),
      passkeysAt(options.origin),
      options.providers,
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const [account] = await options.db
              .select({ state: accounts.state })
              .from(accounts)
              .where(eq(accounts.id, session.userId))
            if (account?.state !== 'active') throw new APIError('FORBIDDEN', { message: 'The account is not active' })
            const method = METHODS[context?.path ?? ''] ?? (session as { method?: string }).method
            return { data: { ...session, ...(method !== undefined && { method }) } }
          },
        },
      },
    },
    // better-auth's own limit counts by address only, and counts too late for simultaneous requests.
    rateLimit: { enabled: false },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        const attempt = await attemptIn(ctx)
        const seconds = attempt && (await limit.admit(attempt))
        if (seconds) return tooMany('passwords', seconds)
        return ctx.path.startsWith('/two-factor/verify-') ? refuseCode(ctx, limit) : undefined
      }),
      after: createAuthMiddleware(async (ctx) => {
        const { newSession, returned } = ctx.context
        const attempt = await attemptIn(ctx)
        if (attempt && !isAPIError(returned)) await limit.forgive(attempt)
        if (newSession && ctx.path.startsWith('/two-factor/verify-')) await limit.forgiveCodes(newSession.user.id)
        if (ctx.path === '/passkey/delete-passkey') await endPasskeySessions(options.db)
      }),
    },
    advanced: {
      cookiePrefix: cookiePrefix(options.origin),
      // better-auth would put its own `__Secure-` before the name.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(options.origin) },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => newId() },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })
}

type AuthContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** The password in this request, if it is one that is checked. Changing a second factor asks for it too. */
async function attemptIn(ctx: AuthContext) {
  const address = ctx.headers?.get(CLIENT_ADDRESS_HEADER) ?? ''
  if (ctx.path === '/sign-in/email') {
    const { email } = (ctx.body ?? {}) as { email?: unknown }
    return typeof email === 'string' ? { email, address } : null
  }
  if (!ASKS_PASSWORD.has(ctx.path)) return null
  const session = await getSessionFromCtx(ctx)
  return session && { email: session.user.email, address }
}

const ASKS_PASSWORD: ReadonlySet<string> = new Set([
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
])

/**
 * Why a code is not even checked, before that uses up the sign-in. better-auth counts wrong codes of an account too, but
 * reads the count before it checks: many sign-ins at once would get as many guesses.
 */
async function refuseCode(ctx: AuthContext, limit: SignInLimit): Promise<Response | undefined> {
  const { code, trustDevice } = (ctx.body ?? {}) as { code?: unknown; trustDevice?: unknown }
  if (trustDevice) return refusal(400, 'A second factor is asked for at each sign-in: leave out trustDevice')
  const accountId = await challengedAccount(ctx)
  if (accountId === null || typeof code !== 'string') return undefined
  const seconds = await limit.admitCode(accountId)
  if (seconds !== null) return tooMany('codes', seconds)
  if (ctx.path !== '/two-factor/verify-totp' || (await limit.isNewCode(accountId, code))) return undefined
  return refusal(401, 'This code was used already: wait for the next one')
}

/** The account whose password was right and whose code is awaited. */
async function challengedAccount(ctx: AuthContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie('two_factor')
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret)
  const found = challenge && (await ctx.context.internalAdapter.findVerificationValue(challenge))
  return found ? found.value : null
}

/** better-auth would log an error that is thrown, once per guess. */
function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ message }, { status, headers })
}

function tooMany(what: 'passwords' | 'codes', seconds: number): Response {
  const message =
    what === 'codes'
      ? `Too many wrong codes. Try again in ${seconds} seconds`
      : `Too many wrong passwords. Try again in ${seconds} seconds`
  return refusal(429, message, { 'Retry-After': String(seconds) })
}

/** A session that began with a passkey counts as one with a second factor only while its account has a passkey. */
async function endPasskeySessions(db: Database): Promise<void> {
  const without = notExists(db.select().from(passkeys).where(eq(passkeys.userId, sessions.userId)))
  await db
    .update(sessions)
    .set({ method: null })
    .where(and(eq(sessions.method, 'passkey'), without))
}
