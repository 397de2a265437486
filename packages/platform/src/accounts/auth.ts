import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Database } from '../database/connect.ts'
import { newId } from '../database/ids.ts'
import { accounts, credentials, rateLimits, sessions, verifications } from '../database/schema/index.ts'

/** The server puts the peer's address here, over whatever the client sent, before it hands a request to better-auth. */
export const CLIENT_ADDRESS_HEADER = 'x-alcove-client-address'

export type Auth = ReturnType<typeof createAuth>

export function createAuth(options: { db: Database; origin: string; secret: Buffer }) {
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
        rateLimit: rateLimits,
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
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 30 } },
    },
    advanced: {
      cookiePrefix: 'alcove',
      useSecureCookies: options.origin.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => newId() },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  })
}
