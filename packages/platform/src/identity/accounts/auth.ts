import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { createAuthMiddleware } from 'better-auth/api'
import type { Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { accounts, credentials, sessions, verifications } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { signInLimit } from './sign-in-limit.ts'

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
const cookiePrefix = (origin: string): string => (isSecure(origin) ? '__Host-alcove' : 'alcove')

export type Auth = ReturnType<typeof createAuth>

declare module '../../kernel/platform.ts' {
  interface Platform {
    auth: Auth
  }
}

export function createAuth(options: { db: Database; clock: Clock; origin: string; secret: Buffer }) {
  const limit = signInLimit(options)
  return betterAuth({
    appName: 'Alcove',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret.toString('hex'),
    trustedOrigins: [options.origin],
    database: drizzleAdapter(options.db, {
      provider: 'pg',
      schema: {
        user: accounts,
        session: sessions,
        account: credentials,
        verification: verifications,
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
    session: { cookieCache: { enabled: false }, expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    // better-auth's own limit counts by address only, and counts too late for simultaneous requests.
    rateLimit: { enabled: false },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        const attempt = attemptIn(ctx)
        const seconds = attempt && (await limit.admit(attempt))
        if (!seconds) return
        const message = `Too many wrong passwords. Try again in ${seconds} seconds`
        // better-auth would log an error thrown here, once per guess.
        return Response.json({ message }, { status: 429, headers: { 'Retry-After': String(seconds) } })
      }),
      after: createAuthMiddleware(async (ctx) => {
        const attempt = attemptIn(ctx)
        if (attempt && ctx.context.newSession) await limit.forgive(attempt)
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

/** The sign-in attempt in this request, if it is one. */
function attemptIn({ path, body, headers }: { path: string; body?: unknown; headers?: Headers | undefined }) {
  if (path !== '/sign-in/email') return null
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? { email, address: headers?.get(CLIENT_ADDRESS_HEADER) ?? '' } : null
}
