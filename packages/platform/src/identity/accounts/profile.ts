import { AlcoveError, invalid, type ChangePassword, type Me, type SignInMethods, type UpdateMe } from '@alcove/contract'
import { symmetricDecrypt, verifyPassword } from 'better-auth/crypto'
import { and, asc, eq, ne } from 'drizzle-orm'
import { isoOrNull } from '../../database/connect.ts'
import {
  accounts,
  credentials,
  invitations,
  passkeys,
  sessions,
  settings,
  twoFactors,
} from '../../database/schema/index.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'
import { passkeyOrigin } from './auth.ts'
import { getMe } from './get-me.ts'
import { requireGoodPassword } from './require-good-password.ts'
import { setPassword } from './set-password.ts'
import { signInLimit } from './sign-in-limit.ts'

/** One's own name, and how one likes the console. */
export const updateMe = verb(async ({ ctx, input }: { ctx: Ctx; input: UpdateMe }): Promise<Me> => {
  const { id } = ownAccount(ctx)
  return change(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(accounts).where(eq(accounts.id, id)).for('update')
    if (Object.keys(input).length > 0) {
      await ctx.db.update(accounts).set(input).where(eq(accounts.id, id))
      await ctx.change.audit('accounts:profile', `account ${before!.email}`, changed(before, input))
      ctx.change.accessChanged()
    }
    const actor = ctx.actor.kind === 'account' ? { ...ctx.actor, name: input.name ?? ctx.actor.name } : ctx.actor
    return getMe({ ctx: { ...ctx, actor }, input: {} })
  })
})

/** Ends all other sessions. Wrong passwords count towards the sign-in limit. */
export const changePassword = verb(async ({ ctx, input }: { ctx: Ctx; input: ChangePassword }): Promise<void> => {
  const { id, sessionId, email, name } = ownAccount(ctx)
  const limit = signInLimit({ db: ctx.platform.db, clock: ctx.platform.clock })
  const attempt = { email, address: ctx.address ?? '' }
  const seconds = await limit.admit(attempt)
  if (seconds !== null) {
    throw new AlcoveError('TooManyRequests', `Too many wrong passwords. Try again in ${seconds} seconds`, {
      headers: { 'Retry-After': String(seconds) },
    })
  }
  const [known] = await ctx.db
    .select({ password: credentials.password })
    .from(credentials)
    .where(and(eq(credentials.userId, id), eq(credentials.providerId, 'credential')))
  const right = known?.password && (await verifyPassword({ hash: known.password, password: input.current }))
  if (!right) throw invalid('current', 'This is not your password')
  await limit.forgive(attempt)
  requireGoodPassword(input.password, { email, name })
  await change(ctx, async (ctx) => {
    await setPassword(ctx.db, id, input.password)
    await ctx.db.delete(sessions).where(and(eq(sessions.userId, id), ne(sessions.id, sessionId)))
    // A link to set another password may be in the wrong hands as well.
    await ctx.db.delete(invitations).where(eq(invitations.accountId, id))
    await ctx.change.audit('accounts:change-password', `account ${email}`)
    ctx.change.accessChanged()
  })
})

export const getSignInMethods = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<SignInMethods> => {
  const { id } = ownAccount(ctx)
  const own = eq(credentials.userId, id)
  const [ways, [totp], keys, [rule]] = await Promise.all([
    ctx.db.select({ provider: credentials.providerId }).from(credentials).where(own),
    ctx.db.select().from(twoFactors).where(eq(twoFactors.userId, id)),
    ctx.db.select().from(passkeys).where(eq(passkeys.userId, id)).orderBy(asc(passkeys.id)),
    ctx.db.select({ from: settings.twoFactorFrom }).from(settings),
  ])
  const enabled = totp !== undefined && totp.verified
  return {
    password: ways.some(({ provider }) => provider === 'credential'),
    totp: enabled,
    recoveryCodes: enabled ? await codesLeft(ctx, totp.backupCodes) : null,
    passkeys: keys.map((key) => ({ id: key.id, name: key.name ?? '', createdAt: isoOrNull(key.createdAt) })),
    providers: ways.flatMap(({ provider }) => (provider.startsWith('provider:') ? [provider.slice(9)] : [])),
    requiredFrom: isoOrNull(rule?.from ?? null),
    passkeyOrigin: passkeyOrigin(ctx.platform.origin),
  }
})

async function codesLeft({ platform }: Ctx, encrypted: string): Promise<number> {
  const { secretConfig } = await platform.auth.$context
  return (JSON.parse(await symmetricDecrypt({ key: secretConfig, data: encrypted })) as string[]).length
}

/** Only people have a profile, and only they change it: an API key does not act on how its owner signs in. */
function ownAccount({ actor }: Ctx) {
  const own = requireActor(actor)
  if (own.kind !== 'account' || own.sessionId === undefined) {
    throw new AlcoveError('Forbidden', 'Sign in to do this: an API key may not')
  }
  return { ...own, sessionId: own.sessionId }
}
