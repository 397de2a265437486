import { AlcoveError, decide, explain, Name, notFound, type Action, type SpaceFacts } from '@alcove/contract'
import { and, eq, or } from 'drizzle-orm'
import { accountOf, type Actor } from '../../kernel/actor.ts'
import type { Ctx, SpaceAccess, SpaceCtx } from '../../kernel/context.ts'
import { spaces } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { knows, rightsIn } from './rights.ts'
import { requireActor } from './require-actor.ts'
import { grantFacts, hasLiveGrant } from './space-facts.ts'

interface Request {
  ctx: Ctx
  action: Action
  /** An action that suffices as well; the answer then contains less. */
  or?: Action | undefined
  space: string
  /** The function that the request is about; left out: the space. */
  fn?: string | undefined
  /**
   * The action on any function of the space suffices as well. The verb then limits itself to those, see
   * `functionsWith`.
   */
  some?: boolean | undefined
}

/**
 * The one gate to a space. A space that does not exist and one the actor has no business with are the same NotFound;
 * in one it sees, an action it lacks is Forbidden with the reason.
 */
export async function authorize({ ctx, action, or: less, space, fn, some }: Request): Promise<SpaceCtx> {
  if (ctx.actor.kind !== 'platform' && ctx.actor.kind !== 'function') requireActor(ctx.actor)
  const found = await lookUp(ctx, space)
  if (!found) throw new AlcoveError('NotFound', notFound('space', space).message, { hidden: true })
  const { access } = found
  const narrowed = fn === undefined ? undefined : access.functions.get(fn)
  const here = narrowed ? { ...access, ...narrowed } : access
  const has = (wanted: Action) =>
    here.actions.has(wanted) || (some === true && [...here.functions.values()].some((on) => on.actions.has(wanted)))
  if (!has(action) && !(less !== undefined && has(less))) {
    const resource = { space: found.facts, function: fn ?? null }
    throw new AlcoveError('Forbidden', explain(decide(ctx.actor, action, resource, ctx.platform.clock.now()), action))
  }
  return { ...ctx, space: here } as SpaceCtx
}

/** What the actor may do in a space; null when it must not even know of the space. */
export async function accessTo(ctx: Ctx, name: string): Promise<SpaceAccess | null> {
  return (await lookUp(ctx, name))?.access ?? null
}

interface Place {
  facts: SpaceFacts & Pick<SpaceAccess, 'id' | 'requireIsolation'>
  until: number
  /** What was decided already. API keys are the same object from call to call. */
  decided: WeakMap<Actor, SpaceAccess>
}

async function lookUp(ctx: Ctx, name: string): Promise<{ access: SpaceAccess; facts: SpaceFacts } | null> {
  if (!Name.safeParse(name).success) return null
  const { actor } = ctx
  // A key sees nothing outside its own spaces: do not even check whether the space exists.
  if (actor.kind === 'key' && actor.spaces !== '*' && !actor.spaces.includes(name)) return null
  const place = await placeOf(ctx, name).catch((error) => {
    throw translateError(error)
  })
  if (!place) return null
  const access = accessIn(place, actor, ctx.platform.clock.now())
  return knows(access) ? { access, facts: place.facts } : null
}

function accessIn(place: Place, actor: Actor, now: number): SpaceAccess {
  if (now >= place.until) {
    place.until = nextEnd(place.facts, now)
    place.decided = new WeakMap()
  }
  const known = place.decided.get(actor)
  if (known) return known
  const until = Math.min(place.until, (actor.kind === 'key' ? actor.expiresAt : null) ?? Infinity)
  const access: SpaceAccess = { ...place.facts, ...rightsIn(actor, place.facts, now), until }
  place.decided.set(actor, access)
  return access
}

/**
 * The space and the grants that concern the account behind the actor, from memory where possible. Finds only spaces
 * that the actor may know of: a hidden space and one that never existed cost the same single statement every time, so
 * that not even the time tells them apart. Inside a change it uses the change's own connection: waiting for a second
 * one could deadlock, and what it reads may be rolled back.
 */
function placeOf(ctx: Ctx, name: string): Promise<Place | null> {
  const { actor } = ctx
  const inside = actor.kind === 'platform' || actor.kind === 'function'
  const everywhere = inside || (actor.kind !== 'anonymous' && actor.administrator)
  const read = async (): Promise<Place | null> => {
    const now = ctx.platform.clock.now()
    const known = or(eq(spaces.visibility, 'public'), hasLiveGrant(actor, now))
    const [facts] = await ctx.db
      .select({
        id: spaces.id,
        name: spaces.name,
        visibility: spaces.visibility,
        requireIsolation: spaces.requireIsolation,
        grants: grantFacts(actor),
      })
      .from(spaces)
      .where(and(eq(spaces.name, name), everywhere ? undefined : known))
    return facts ? { facts, until: nextEnd(facts, now), decided: new WeakMap() } : null
  }
  const key = `space ${everywhere ? 'everywhere' : ''} ${accountOf(actor)} ${name}`
  return ctx.change ? read() : ctx.platform.access.get(key, read)
}

/** When the first of the current grants ends. */
function nextEnd({ grants }: SpaceFacts, now: number): number {
  return Math.min(...grants.map(({ expiresAt }) => expiresAt ?? Infinity).filter((end) => end > now))
}
