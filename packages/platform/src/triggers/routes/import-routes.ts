import { AlcoveError, LIMITS, PutRoute, shapeOf, type ImportedRoute, type RouteDraft } from '@alcove/contract'
import { eq, inArray, sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { aliases, functions, routes, versions } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireRoomForRoutes } from '../../usage/quotas/require-within.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { planImport, type Existing, type Planned } from './plan-import.ts'
import { configOf } from './config-of.ts'
import { withoutSecret } from '../../spaces/targets/http-access.ts'

export interface ImportRoutesInput {
  drafts: readonly RouteDraft[]
  preview: boolean
  deleteUnnamed: boolean
}

export interface Imported {
  routes: ImportedRoute[]
  /** Routes of the space that no operation names. */
  unnamed: number
}

/** Rows of one statement: a statement may have 65,535 parameters. */
const ROWS = 1_000

/** All of it or nothing; what clashes or is refused is left out and told. A preview changes nothing. */
export const importRoutes = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ImportRoutesInput }): Promise<Imported> => {
    const { drafts, preview, deleteUnnamed } = input
    if (preview) {
      const planned = await plan(ctx, drafts)
      countAfter(planned, deleteUnnamed)
      return toldOf(planned, deleteUnnamed)
    }
    return change(ctx, async (ctx) => {
      await lockSpace(ctx)
      const planned = await plan(ctx, drafts)
      const now = new Date(ctx.platform.clock.now())
      const rows = planned.puts.map(({ route, existing, functionId }) => ({
        id: existing?.id ?? newId(now.getTime()),
        spaceId: ctx.space.id,
        name: route.name,
        method: route.method,
        path: route.path,
        shape: shapeOf(route.path),
        enabled: route.enabled,
        functionId,
        qualifier: route.qualifier,
        config: configOf(ctx, route, existing?.config),
        updatedAt: now,
      }))
      const gone = deleteUnnamed ? planned.unnamed.map(({ id }) => id) : []
      const count = countAfter(planned, deleteUnnamed)
      await requireRoomForRoutes(ctx, count - planned.before)
      for (let at = 0; at < gone.length; at += ROWS) {
        await ctx.db.delete(routes).where(inArray(routes.id, gone.slice(at, at + ROWS)))
      }
      for (let at = 0; at < rows.length; at += ROWS) {
        await ctx.db
          .insert(routes)
          .values(rows.slice(at, at + ROWS))
          .onConflictDoUpdate({
            target: routes.id,
            set: Object.fromEntries(
              ['method', 'path', 'shape', 'enabled', 'function_id', 'qualifier', 'config', 'updated_at'].map(
                (column) => [PROPERTY[column] ?? column, sql.raw(`excluded.${column}`)],
              ),
            ),
          })
      }
      await ctx.change.audit('routes:import', `${rows.length} routes`, {
        before: { routes: planned.before },
        after: { routes: count, put: rows.length, deleted: gone.length },
      })
      ctx.change.gatewayChanged(ctx.space.id)
      return toldOf(planned, deleteUnnamed)
    })
  },
)

const PROPERTY: Record<string, string> = { function_id: 'functionId', updated_at: 'updatedAt' }

async function plan(ctx: SpaceCtx, drafts: readonly RouteDraft[]): Promise<Planned> {
  const rows = await ctx.db
    .select({ route: routes, function: functions.name })
    .from(routes)
    .leftJoin(functions, eq(functions.id, routes.functionId))
    .where(eq(routes.spaceId, ctx.space.id))
  const existing = rows.map(({ route, function: fn }): Existing => ({ ...route, route: asPut(route, fn) }))
  const targets = await ctx.db
    .select({
      id: functions.id,
      name: functions.name,
      qualifiers: sql<string[]>`array(
        select name from ${aliases} where function_id = ${functions.id} union all
        select number::text from ${versions} where function_id = ${functions.id})`,
    })
    .from(functions)
    .where(eq(functions.spaceId, ctx.space.id))
  return planImport(drafts, existing, new Map(targets.map((target) => [target.name, target])))
}

/** How many routes there will be. @throws {AlcoveError} Conflict if a space may not have that many */
function countAfter({ before, puts, unnamed }: Planned, deleteUnnamed: boolean): number {
  const added = puts.filter(({ existing }) => existing === null).length
  const count = before + added - (deleteUnnamed ? unnamed.length : 0)
  if (count > LIMITS.routes) {
    const detail = `A space may have at most ${LIMITS.routes} routes: this import would make it ${count}`
    throw new AlcoveError('Conflict', detail)
  }
  return count
}

/** A stored route as its PUT would have been, without the secret. */
function asPut(row: typeof routes.$inferSelect, fn: string | null): PutRoute {
  const { method, path, enabled, qualifier, config } = row
  return PutRoute.parse({
    method,
    path,
    enabled,
    qualifier,
    ...(fn !== null && { function: fn }),
    ...withoutSecret(config),
  })
}

function toldOf({ told, unnamed }: Planned, deleteUnnamed: boolean): Imported {
  const deleted = unnamed.map(({ name, route }): ImportedRoute => ({
    outcome: 'delete',
    name,
    method: route.method,
    path: route.path,
    detail: 'The file does not name it',
  }))
  return { routes: deleteUnnamed ? [...told, ...deleted] : told, unnamed: unnamed.length }
}
