import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import { functions, tasks } from '../../database/schema/index.ts'
import { requireActor } from '../../identity/access/require-actor.ts'
import { functionsWith, rightsIn, type SpaceRights } from '../../identity/access/rights.ts'
import { visibleTo } from '../../identity/access/visible-spaces.ts'
import type { Ctx, SpaceCtx } from '../../kernel/context.ts'
import { selectSpaces } from '../../spaces/space-of.ts'

export interface ReadableTasks {
  /** Spaces in which there may be some. */
  spaceIds: string[]
  /** The condition, for a statement that joins tasks with their functions. */
  where: SQL
  /** What the caller may do in each of them, by the space's name. */
  rights: ReadonlyMap<string, SpaceRights>
}

/** The tasks that the caller may read: of the context's space, or of all spaces. */
export async function readableTasks(ctx: Ctx | SpaceCtx): Promise<ReadableTasks> {
  const reaches =
    'space' in ctx ? [{ id: ctx.space.id, name: ctx.space.name, rights: ctx.space }] : await everywhere(ctx)
  const readable = reaches
    .map(({ id, rights }) => ({ id, names: functionsWith(rights, 'logs:read') }))
    .filter(({ names }) => names?.length !== 0)
  const whole = readable.filter(({ names }) => names === null).map(({ id }) => id)
  const parts = readable
    .filter(({ names }) => names !== null)
    .map(({ id, names }) => and(eq(tasks.spaceId, id), inArray(functions.name, names!)))
  const rights = new Map(reaches.map((reach) => [reach.name, reach.rights] as const))
  const all = or(whole.length > 0 ? inArray(tasks.spaceId, whole) : undefined, ...parts)
  return { spaceIds: readable.map(({ id }) => id), where: all ?? sql`false`, rights }
}

async function everywhere(ctx: Ctx) {
  requireActor(ctx.actor)
  const now = ctx.platform.clock.now()
  const visible = await selectSpaces(ctx).where(visibleTo(ctx))
  return visible.map((space) => ({ id: space.id, name: space.name, rights: rightsIn(ctx.actor, space, now) }))
}
