import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import {
  accounts,
  credentials,
  groupMembers,
  groups,
  identityProviders,
  invitations,
} from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Changing, Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { lockSetup } from '../accounts/setup-link.ts'
import { providerIdOf } from './identity-providers.ts'

type Provider = typeof identityProviders.$inferSelect
type Account = typeof accounts.$inferSelect

/** Why a person is refused whom the provider has authenticated. */
export class RefusedByProvider extends Error {
  readonly reason: 'unknown' | 'inactive' | 'unverified'

  constructor(reason: RefusedByProvider['reason']) {
    super(reason)
    this.reason = reason
  }
}

interface Arrival {
  provider: Provider
  /** Claims of the verified ID token and of the provider's answer about the person. */
  claims: Readonly<Record<string, unknown>> & { sub: string }
  address: string
}

/**
 * The account of a person who signed in at a provider: the one that did so before, else the one with the same verified
 * address, else a new one if the provider may create accounts. Groups with a claim become those that the provider
 * names.
 */
export async function admitByProvider(platform: Platform, { provider, claims, address }: Arrival): Promise<Account> {
  const ctx: Ctx = {
    platform,
    db: platform.db,
    actor: { kind: 'platform', name: `provider ${provider.name}` },
    requestId: newId(),
    address,
  }
  return change(ctx, async (ctx) => {
    // Two first sign-ins at once must not make two accounts.
    await lockSetup(ctx.db)
    const account = (await knownBy(ctx, provider, claims.sub)) ?? (await linked(ctx, provider, claims))
    if (account.state === 'suspended') throw new RefusedByProvider('inactive')
    const named = provider.groupsClaim === null ? null : valuesOf(claims[provider.groupsClaim])
    if (named !== null) await fillGroups(ctx, account, named)
    const { id, name, email } = account
    const actor = { kind: 'account' as const, administrator: false, id, name, email }
    await change({ ...ctx, actor }, (ctx) =>
      ctx.change.audit('sessions:create', `account ${email}`, { with: providerIdOf(provider.name), groups: named }),
    )
    return account
  })
}

async function knownBy(ctx: Changing, provider: Provider, sub: string): Promise<Account | null> {
  const [found] = await ctx.db
    .select({ account: accounts })
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.userId))
    .where(and(eq(credentials.providerId, providerIdOf(provider.name)), eq(credentials.accountId, sub)))
  return found?.account ?? null
}

async function linked(ctx: Changing, provider: Provider, claims: Arrival['claims']): Promise<Account> {
  const email = typeof claims['email'] === 'string' ? claims['email'].toLowerCase() : null
  if (email === null || claims['email_verified'] !== true) throw new RefusedByProvider('unverified')
  const [found] = await ctx.db.select().from(accounts).where(eq(accounts.email, email)).for('update')
  const account = found ?? (provider.createsAccounts ? await made(ctx, email, claims['name']) : null)
  if (!account) throw new RefusedByProvider('unknown')
  if (account.state === 'suspended') throw new RefusedByProvider('inactive')
  await ctx.db.insert(credentials).values({
    id: newId(),
    providerId: providerIdOf(provider.name),
    accountId: claims.sub,
    userId: account.id,
  })
  if (account.state === 'invited') {
    await ctx.db.update(accounts).set({ state: 'active' }).where(eq(accounts.id, account.id))
    await ctx.db.delete(invitations).where(eq(invitations.accountId, account.id))
  }
  await ctx.change.audit('accounts:link', `account ${email}`, { provider: provider.name, created: !found })
  ctx.change.accessChanged()
  return { ...account, state: 'active' }
}

async function made(ctx: Changing, email: string, given: unknown): Promise<Account> {
  const name = typeof given === 'string' && given.trim() !== '' ? given.trim().slice(0, 100) : email.split('@')[0]!
  const [account] = await ctx.db
    .insert(accounts)
    .values({ id: newId(ctx.platform.clock.now()), email, name, state: 'active' })
    .returning()
  return account!
}

/** Only texts count: nothing else in a claim names a group. */
function valuesOf(claim: unknown): string[] {
  const values = Array.isArray(claim) ? claim : [claim]
  return [...new Set(values.filter((value) => typeof value === 'string'))]
}

async function fillGroups(ctx: Changing, account: Account, named: readonly string[]): Promise<void> {
  const filled = await ctx.db
    .select({
      id: groups.id,
      name: groups.name,
      claim: groups.claim,
      member: sql<boolean>`exists (select from group_members m where m.group_id = groups.id and m.account_id = ${account.id})`,
    })
    .from(groups)
    .where(isNotNull(groups.claim))
  const joins = filled.filter(({ claim, member }) => !member && named.includes(claim!))
  const leaves = filled.filter(({ claim, member }) => member && !named.includes(claim!))
  if (joins.length + leaves.length === 0) return
  if (joins.length > 0) {
    await ctx.db.insert(groupMembers).values(joins.map(({ id }) => ({ groupId: id, accountId: account.id })))
  }
  if (leaves.length > 0) {
    const left = inArray(
      groupMembers.groupId,
      leaves.map(({ id }) => id),
    )
    await ctx.db.delete(groupMembers).where(and(eq(groupMembers.accountId, account.id), left))
  }
  const names = (list: typeof filled) => list.map(({ name }) => name)
  await ctx.change.audit('groups:fill', `account ${account.email}`, { joins: names(joins), leaves: names(leaves) })
  ctx.change.accessChanged()
}
