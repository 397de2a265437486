import { AlcoveError, can, Name, notFound, type Action } from '@alcove/contract'
import { and, eq, isNotNull, or } from 'drizzle-orm'
import { accountOf } from '../../kernel/actor.ts'
import type { Ctx, SpaceAccess, SpaceCtx } from '../../kernel/context.ts'
import { grants, spaces } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { capped, ownerActions } from './rights.ts'
import { requireActor } from './require-actor.ts'

/**
 * The one gate to a space. It throws the same NotFound for a space that does not exist and for one that the actor may
 * not know of. In a visible space, a missing right is Forbidden, with the reason.
 */
export async function authorize(request: {
  ctx: Ctx
  action: Action
  /** An action that suffices too; the answer then contains less. */
  or?: Action | undefined
  space: string
}): Promise<SpaceCtx> {
  const { ctx, action, or, space } = request
  if (ctx.actor.kind !== 'platform') requireActor(ctx.actor)
  const access = await accessTo(ctx, space)
  if (!access) throw notFound('space', space)
  const allowed = access.actions.has(action) || (or !== undefined && access.actions.has(or))
  if (!allowed) throw new AlcoveError('Forbidden', refusal(ctx, access, action))
  return { ...ctx, space: access } as SpaceCtx
}

/** What the actor may do in a space; null when it must not even know of the space. */
export async function accessTo(ctx: Ctx, name: string): Promise<SpaceAccess | null> {
  if (!Name.safeParse(name).success) return null
  // A key that is bound to other spaces learns nothing, not even by timing: skip the query.
  if (ctx.actor.kind === 'key' && ctx.actor.spaces !== '*' && !ctx.actor.spaces.includes(name)) return null
  const found = await placeOf(ctx, name).catch((error) => {
    throw translateError(error)
  })
  if (!found) return null
  const { role, actions } = ownerActions(ctx.actor, found)
  const allowed = capped(ctx.actor, name, actions)
  return allowed.size > 0 ? { ...found, role, actions: allowed } : null
}

/**
 * The space, and the grant of the account behind the actor; from memory where possible. It finds only spaces that the
 * actor may know of. A hidden space and one that does not exist cost the same single statement, so that their times do
 * not differ either. Inside a change it reads on the change's own connection: waiting there for a second one could
 * deadlock, and what the change has written may be rolled back and must not be cached.
 */
function placeOf(ctx: Ctx, name: string) {
  const account = accountOf(ctx.actor)
  const everywhere = ctx.actor.kind === 'platform' || (ctx.actor.kind !== 'anonymous' && ctx.actor.administrator)
  const known = or(eq(spaces.visibility, 'public'), isNotNull(grants.role))
  const read = async () => {
    const [row] = await ctx.db
      .select({
        id: spaces.id,
        name: spaces.name,
        visibility: spaces.visibility,
        requireIsolation: spaces.requireIsolation,
        role: grants.role,
      })
      .from(spaces)
      .leftJoin(grants, and(eq(grants.spaceId, spaces.id), eq(grants.accountId, account ?? '')))
      .where(and(eq(spaces.name, name), everywhere ? undefined : known))
    return row ?? null
  }
  const key = `space ${everywhere ? 'everywhere' : ''} ${account} ${name}`
  return ctx.change ? read() : ctx.platform.access.get(key, read)
}

function refusal(ctx: Ctx, access: SpaceAccess, action: Action): string {
  const { actions } = ownerActions(ctx.actor, access)
  if (ctx.actor.kind === 'key' && actions.has(action)) return `Needs ${action}, which this API key does not carry`
  const verdict = can.act(access, action)
  return verdict.allowed ? `Needs ${action}` : verdict.reason
}
