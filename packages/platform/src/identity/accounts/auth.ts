import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { createAuthMiddleware } from 'better-auth/api'
import type { Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { accounts, credentials, sessions, verifications } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { signInLimit } from './sign-in-limit.ts'

/** The server puts the peer's address here, over whatever the client sent, before it hands a request to better-auth. */
export const CLIENT_ADDRESS_HEADER = 'x-alcove-client-address'

/**
 * The cookie of a session. Over TLS its name begins with `__Host-`: a browser takes such a cookie only from this host
 * itself, for every path, so that no page on another port or host can put one in its place.
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
    // A suspended account is out at once, not when a cached cookie ends.
    session: { cookieCache: { enabled: false }, expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    // Its own knows addresses alone, and counts after it has let through what came at once.
    rateLimit: { enabled: false },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        const attempt = attemptIn(ctx)
        const seconds = attempt && (await limit.admit(attempt))
        if (!seconds) return
        const message = `Too many wrong passwords. Try again in ${seconds} seconds`
        // An error thrown in here would be logged, guess by guess.
        return Response.json({ message }, { status: 429, headers: { 'Retry-After': String(seconds) } })
      }),
      after: createAuthMiddleware(async (ctx) => {
        const attempt = attemptIn(ctx)
        if (attempt && ctx.context.newSession) await limit.forgive(attempt)
      }),
    },
    advanced: {
      cookiePrefix: cookiePrefix(options.origin),
      // It would put its own `__Secure-` before the name.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(options.origin) },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => newId() },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })
}

/** A try to sign in, in whatever form it came. */
function attemptIn({ path, body, headers }: { path: string; body?: unknown; headers?: Headers | undefined }) {
  if (path !== '/sign-in/email') return null
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? { email, address: headers?.get(CLIENT_ADDRESS_HEADER) ?? '' } : null
}
