import { AlcoveError, invalid, LIMITS, shapeOf, type PutRoute, type Route } from '@alcove/contract'
import { and, count, eq, ne, sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import type { Put } from '../../database/put.ts'
import { routes } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { requireRoomForRoutes } from '../../usage/quotas/require-within.ts'
import { requireQualifier } from '../../spaces/require-qualifier.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { configOf } from './config-of.ts'
import { auditedRoute, etagOfRoute, readRoute, readRoutes, routeOf } from './route-of.ts'

export type PutRouteInput = PutRoute & {
  name: string
  /** ETags of the route that the caller has seen. */
  expected?: Expected | undefined
}

/** The caller has checked its schemas: to compile them is not this domain's. */
export const putRoute = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutRouteInput }): Promise<Put<Route>> =>
  change(ctx, async (ctx) => {
    // What clashes is decided by what is there.
    await lockSpace(ctx)
    const [before] = await readRoutes(ctx, sql`r.name = ${input.name}`, 1)
    requireExpected(input.expected, before ? etagOfRoute(before) : null, `The route ${input.name}`)
    const created = await storeRoute(ctx, input)
    const after = await readRoute(ctx, input.name)
    await ctx.change.audit('routes:put', `route ${input.name}`, {
      before: before ? auditedRoute(before) : null,
      after: auditedRoute(after),
    })
    ctx.change.gatewayChanged(ctx.space.id)
    return { created, value: routeOf(ctx, after) }
  }),
)

/** Answers whether there was none of this name. @throws {AlcoveError} Conflict with both names. */
async function storeRoute(ctx: Changing<SpaceCtx>, input: PutRouteInput): Promise<boolean> {
  const { name, method, path, enabled, qualifier } = input
  const here = eq(routes.spaceId, ctx.space.id)
  const [before] = await ctx.db
    .select()
    .from(routes)
    .where(and(here, eq(routes.name, name)))
  if (!before) {
    await requireRoom(ctx)
    await requireRoomForRoutes(ctx, 1)
  }
  const shape = shapeOf(path)
  const [clash] = await ctx.db
    .select()
    .from(routes)
    .where(and(here, eq(routes.method, method), eq(routes.shape, shape), ne(routes.name, name)))
  if (clash) {
    const message = `Clashes with route ${clash.name}: both answer ${clash.method} ${clash.path}. Change the path of ${name}`
    throw new AlcoveError('Conflict', message, { errors: [{ path: 'path', message }] })
  }
  const now = new Date(ctx.platform.clock.now())
  const settings = {
    method,
    path,
    shape,
    enabled,
    qualifier,
    functionId: await functionIdOf(ctx, input),
    config: configOf(ctx, input, before?.config),
    updatedAt: now,
  }
  if (before) await ctx.db.update(routes).set(settings).where(eq(routes.id, before.id))
  else await ctx.db.insert(routes).values({ id: newId(now.getTime()), spaceId: ctx.space.id, name, ...settings })
  return !before
}

async function requireRoom(ctx: Changing<SpaceCtx>): Promise<void> {
  const [there] = await ctx.db.select({ n: count() }).from(routes).where(eq(routes.spaceId, ctx.space.id))
  if (there!.n >= LIMITS.routes) throw new AlcoveError('Conflict', `A space may have at most ${LIMITS.routes} routes`)
}

async function functionIdOf(ctx: Changing<SpaceCtx>, input: PutRoute): Promise<string | null> {
  if (input.function === undefined) return null
  try {
    const { id } = await lockFunction(ctx, input.function)
    await requireQualifier(ctx, id, input.qualifier)
    return id
  } catch (error) {
    // The route is what was asked for: that its function is not there is a fault of the body.
    if (error instanceof AlcoveError && error.code === 'NotFound') throw invalid('function', error.message)
    throw error
  }
}
