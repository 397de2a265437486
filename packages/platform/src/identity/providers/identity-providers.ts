import {
  notFound,
  type IdentityProvider,
  type Page,
  type PageQuery,
  type PutIdentityProvider,
  type SignInOptions,
} from '@alcove/contract'
import { asc, eq, gt } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { newId } from '../../database/ids.ts'
import { lockTable } from '../../database/lock-table.ts'
import type { Put } from '../../database/put.ts'
import { credentials, identityProviders, sessions } from '../../database/schema/index.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { passkeyOrigin } from '../accounts/auth.ts'
import { hasAdministrator } from '../accounts/setup-link.ts'

/** Selects the credentials that tie an account to this provider. */
export const providerIdOf = (name: string) => `provider:${name}`

export const redirectUriOf = (origin: string, name: string) => `${origin}/api/auth/provider/callback/${name}`

export const listIdentityProviders = verb(
  async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<IdentityProvider>> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    const after = decodeCursor(input.cursor, BY_NAME)
    const rows = await ctx.db
      .select()
      .from(identityProviders)
      .where(after === null ? undefined : gt(identityProviders.name, after))
      .orderBy(asc(identityProviders.name))
      .limit(input.limit + 1)
    return pageFrom(
      rows,
      input.limit,
      (row) => row.name,
      (row) => shownOf(ctx, row),
    )
  },
)

type PutInput = PutIdentityProvider & {
  name: string
  /** ETags of the provider that the caller has seen. */
  expected?: Expected | undefined
}

export const putIdentityProvider = verb(
  async ({ ctx, input }: { ctx: Ctx; input: PutInput }): Promise<Put<IdentityProvider>> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    const { name, clientSecret, expected, ...settings } = input
    return change(ctx, async (ctx) => {
      const { sealer, clock } = ctx.platform
      await lockTable(ctx.db, identityProviders)
      const [before] = await ctx.db.select().from(identityProviders).where(eq(identityProviders.name, name))
      requireExpected(expected, before ? providerEtag(before) : null, `The identity provider ${name}`)
      const secret =
        clientSecret === undefined ? {} : { clientSecret: clientSecret === null ? null : sealer.seal(clientSecret) }
      const [row] = await ctx.db
        .insert(identityProviders)
        .values({ id: newId(clock.now()), name, ...settings, ...secret, createdAt: new Date(clock.now()) })
        .onConflictDoUpdate({ target: identityProviders.name, set: { ...settings, ...secret } })
        .returning()
      await ctx.change.audit('providers:put', `provider ${name}`, {
        ...changed(before, settings),
        ...(clientSecret !== undefined && { replacedClientSecret: true }),
      })
      ctx.change.accessChanged()
      return { created: !before, value: shownOf(ctx, row!) }
    })
  },
)

/** Accounts stay: their owners sign in another way. */
export const deleteIdentityProvider = verb(
  async ({ ctx, input }: { ctx: Ctx; input: { name: string } }): Promise<void> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    await change(ctx, async (ctx) => {
      const [gone] = await ctx.db
        .delete(identityProviders)
        .where(eq(identityProviders.name, input.name))
        .returning({ issuer: identityProviders.issuer, clientId: identityProviders.clientId })
      if (!gone) throw notFound('identity provider', input.name)
      // Another provider of this name must not let the same people in, and whom this one let in wrongly must not stay.
      await ctx.db.delete(credentials).where(eq(credentials.providerId, providerIdOf(input.name)))
      await ctx.db.delete(sessions).where(eq(sessions.method, providerIdOf(input.name)))
      await ctx.change.audit('providers:delete', `provider ${input.name}`, { before: gone, after: null })
      ctx.change.accessChanged()
    })
  },
)

/** For people who have not signed in yet. */
export const getSignInOptions = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<SignInOptions> => {
  const providers = await ctx.db
    .select({ name: identityProviders.name, label: identityProviders.label })
    .from(identityProviders)
    .orderBy(asc(identityProviders.name))
  const needsSetup = !(await hasAdministrator(ctx.db))
  return { providers, passkeyOrigin: passkeyOrigin(ctx.platform.origin), needsSetup }
})

type StoredProvider = typeof identityProviders.$inferSelect

const providerEtag = ({ id: _id, createdAt: _createdAt, ...settings }: StoredProvider): string => etagOf(settings)

function shownOf({ platform }: Ctx, row: StoredProvider): IdentityProvider {
  const { id: _id, clientSecret, createdAt, ...shown } = row
  const { origin } = platform
  return {
    ...shown,
    hasSecret: clientSecret !== null,
    redirectUri: redirectUriOf(origin, row.name),
    createdAt: iso(createdAt),
    etag: providerEtag(row),
  }
}
