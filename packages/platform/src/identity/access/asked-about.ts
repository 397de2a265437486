import { notFound, type Asker, type SpaceFacts } from '@alcove/contract'
import { and, eq, or } from 'drizzle-orm'
import type { Actor } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'
import { accounts, apiKeys, spaces } from '../../database/schema/index.ts'
import { visibleKeys } from '../keys/visible-keys.ts'
import { keyActor } from './key-actor.ts'
import { requireActor } from './require-actor.ts'
import { grantFacts } from './space-facts.ts'

/** Someone else, as a subject of questions. */
export interface AskedAbout {
  kind: 'account' | 'key'
  id: string
  name: string
  /** For `decide`. */
  asker: Asker
  /** For statements: the same person, or the key with its owner. */
  actor: Actor
}

/** The account or key a question is about; the caller itself if neither is given. @throws {AlcoveError} NotFound */
export async function askedAbout(
  ctx: Ctx,
  { account, key }: { account?: string | undefined; key?: string | undefined },
): Promise<AskedAbout> {
  if (key !== undefined) return aboutKey(ctx, key)
  if (account !== undefined) return aboutAccount(ctx, account)
  const self = requireActor(ctx.actor)
  return { kind: self.kind, id: self.id, name: self.name, asker: self, actor: self }
}

async function aboutAccount(ctx: Ctx, text: string): Promise<AskedAbout> {
  const [row] = await ctx.db
    .select()
    .from(accounts)
    .where(or(eq(accounts.id, text), eq(accounts.email, text.toLowerCase())))
  if (!row) throw notFound('account', text)
  const { id, name, email, administrator, state } = row
  const actor: Actor = { kind: 'account', id, name, email, administrator }
  return { kind: 'account', id, name, actor, asker: state === 'active' ? actor : { kind: 'inactive' } }
}

async function aboutKey(ctx: Ctx, id: string): Promise<AskedAbout> {
  const [row] = await ctx.db
    .select({ name: apiKeys.name, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), visibleKeys(ctx)))
  if (!row) throw notFound('key', id)
  const actor = await keyActor(ctx.platform, eq(apiKeys.id, id))
  const live = actor !== null && (actor.expiresAt === null || actor.expiresAt > ctx.platform.clock.now())
  return {
    kind: 'key',
    id,
    name: row.name,
    actor: actor ?? { kind: 'anonymous', address: '' },
    asker: live ? actor : { kind: 'inactive' },
  }
}

/** A space with the grants that concern someone. */
export async function factsFor(ctx: Ctx, spaceId: string, actor: Actor): Promise<SpaceFacts> {
  const [facts] = await ctx.db
    .select({ name: spaces.name, visibility: spaces.visibility, grants: grantFacts(actor) })
    .from(spaces)
    .where(eq(spaces.id, spaceId))
  if (!facts) throw notFound('space', spaceId)
  return facts
}
