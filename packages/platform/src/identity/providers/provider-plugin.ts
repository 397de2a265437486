import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { eq } from 'drizzle-orm'
import * as oidc from 'openid-client'
import { identityProviders } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'
import { admitByProvider, RefusedByProvider } from './admit-by-provider.ts'
import { redirectUriOf } from './identity-providers.ts'

type Provider = typeof identityProviders.$inferSelect

/** What the browser keeps, sealed, while the person is at the provider. */
interface Pending {
  provider: string
  state: string
  nonce: string
  verifier: string
  next: string
  expiresAt: number
}

const COOKIE = 'provider_sign_in'
const PENDING_MS = 10 * 60_000
/** How long what a provider says about itself is remembered. */
const DISCOVERED_MS = 10 * 60_000
const PATIENCE_S = 10

/**
 * Signs people in at OpenID providers: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0,
 * RFC 7636). Of better-auth's own plugins, one takes its providers at start only, and the other brings SAML.
 */
export function providerPlugin(platform: () => Platform): BetterAuthPlugin {
  const discovered = new Map<string, { at: number; configuration: Promise<oidc.Configuration> }>()

  function configurationOf(provider: Provider): Promise<oidc.Configuration> {
    const { sealer, clock } = platform()
    const key = JSON.stringify([provider.issuer, provider.clientId, provider.clientSecret])
    const known = discovered.get(key)
    if (known && clock.now() - known.at < DISCOVERED_MS) return known.configuration
    const secret = provider.clientSecret === null ? undefined : sealer.open(provider.clientSecret)
    const issuer = new URL(provider.issuer)
    const configuration = oidc.discovery(issuer, provider.clientId, secret, secret ? undefined : oidc.None(), {
      timeout: PATIENCE_S,
      // An administrator named it: http is for a provider on the same machine or network.
      ...(issuer.protocol === 'http:' && { execute: [oidc.allowInsecureRequests] }),
    })
    discovered.clear()
    discovered.set(key, { at: clock.now(), configuration })
    configuration.catch(() => discovered.delete(key))
    return configuration
  }

  async function providerNamed(name: unknown): Promise<Provider> {
    const [found] = await platform()
      .db.select()
      .from(identityProviders)
      .where(eq(identityProviders.name, String(name)))
    if (!found) throw new APIError('NOT_FOUND', { message: 'There is no such identity provider' })
    return found
  }

  return {
    id: 'alcove-providers',
    endpoints: {
      signInWithProvider: createAuthEndpoint('/sign-in/provider', { method: 'POST' }, async (ctx) => {
        const { provider: name, next } = (ctx.body ?? {}) as { provider?: unknown; next?: unknown }
        const provider = await providerNamed(name)
        const { sealer, clock, origin } = platform()
        const configuration = await configurationOf(provider).catch(() => {
          throw new APIError('SERVICE_UNAVAILABLE', { message: `${provider.label} does not answer: try again later` })
        })
        const pending: Pending = {
          provider: provider.name,
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier: oidc.randomPKCECodeVerifier(),
          next: isPath(next) ? next : '/',
          expiresAt: clock.now() + PENDING_MS,
        }
        const url = oidc.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUriOf(origin, provider.name),
          scope: provider.scopes,
          state: pending.state,
          nonce: pending.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
          code_challenge_method: 'S256',
        })
        const cookie = ctx.context.createAuthCookie(COOKIE, { maxAge: PENDING_MS / 1000 })
        ctx.setCookie(cookie.name, sealer.seal(JSON.stringify(pending)), cookie.attributes)
        return ctx.json({ url: url.href })
      }),

      providerCallback: createAuthEndpoint('/provider/callback/:provider', { method: 'GET' }, async (ctx) => {
        const { sealer, clock, origin, log } = platform()
        const cookie = ctx.context.createAuthCookie(COOKIE)
        const pending = opened(sealer, ctx.getCookie(cookie.name))
        ctx.setCookie(cookie.name, '', { ...cookie.attributes, maxAge: 0 })
        // A browser sends same-site cookies only if it began the sign-in itself: nobody can be signed in to somebody
        // else's account.
        if (!pending || pending.provider !== ctx.params.provider || pending.expiresAt <= clock.now()) {
          throw ctx.redirect(refusedAt(origin, 'expired'))
        }
        try {
          const provider = await providerNamed(pending.provider)
          const configuration = await configurationOf(provider)
          const answered = new URL(redirectUriOf(origin, provider.name))
          for (const [name, value] of Object.entries(ctx.query ?? {})) answered.searchParams.set(name, String(value))
          const tokens = await oidc.authorizationCodeGrant(configuration, answered, {
            pkceCodeVerifier: pending.verifier,
            expectedState: pending.state,
            expectedNonce: pending.nonce,
            idTokenExpected: true,
          })
          const identity = tokens.claims()!
          const more = configuration.serverMetadata().userinfo_endpoint
            ? await oidc.fetchUserInfo(configuration, tokens.access_token, identity.sub)
            : {}
          const address = ctx.headers?.get('x-alcove-client-address') ?? ''
          const account = await admitByProvider(platform(), { provider, claims: { ...more, ...identity }, address })
          const session = await ctx.context.internalAdapter.createSession(account.id, false, {
            method: `provider:${provider.name}`,
          })
          const user = await ctx.context.internalAdapter.findUserById(account.id)
          await setSessionCookie(ctx, { session: session!, user: user! })
        } catch (error) {
          if (error instanceof RefusedByProvider) throw ctx.redirect(refusedAt(origin, error.reason))
          log({ level: 'warn', message: 'A sign-in at a provider failed', provider: pending.provider, error })
          throw ctx.redirect(refusedAt(origin, 'failed'))
        }
        throw ctx.redirect(origin + pending.next)
      }),
    },
  }
}

function opened(sealer: Platform['sealer'], sealed: string | null | undefined): Pending | null {
  if (!sealed) return null
  try {
    return JSON.parse(sealer.open(sealed)) as Pending
  } catch {
    return null
  }
}

const refusedAt = (origin: string, reason: string) => `${origin}/sign-in?refused=${reason}`

/** A path of the console, so that no link sends anyone elsewhere. */
function isPath(next: unknown): next is string {
  return typeof next === 'string' && next.length < 2000 && /^\/(?![/\\])[^\s\\]*$/.test(next)
}
