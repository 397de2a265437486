import { LIMITS, type Space, type SpaceCard } from '@alcove/contract'
import { and, count, eq, getTableColumns, sql } from 'drizzle-orm'
import { rightsIn } from '../identity/access/rights.ts'
import { grantFacts } from '../identity/access/space-facts.ts'
import type { Ctx } from '../kernel/context.ts'
import { etagOf } from '../kernel/etag-of.ts'
import { iso } from '../database/connect.ts'
import { accessRequests, functions, grants, settings, spaces } from '../database/schema/index.ts'
import { storageMaxMb } from './storage-ceiling.ts'

/** Spaces with their counts and the grants that concern the caller; add where, order and limit. */
export function selectSpaces(ctx: Ctx) {
  const db = ctx.db
  return db
    .select({
      ...getTableColumns(spaces),
      storageCeilingMb: sql<number>`coalesce((${db
        .select({ mb: settings.spaceStorageMaxMb })
        .from(settings)}), ${LIMITS.storageMb.ceiling}::int)`,
      functionCount:
        sql<number>`(${db.select({ n: count() }).from(functions).where(eq(functions.spaceId, spaces.id))})`.mapWith(
          Number,
        ),
      memberCount:
        sql<number>`(${db.select({ n: count() }).from(grants).where(eq(grants.spaceId, spaces.id))})`.mapWith(Number),
      requestCount: sql<number>`(${db
        .select({ n: count() })
        .from(accessRequests)
        .where(and(eq(accessRequests.spaceId, spaces.id), eq(accessRequests.state, 'pending')))})`.mapWith(Number),
      grants: grantFacts(ctx.actor),
    })
    .from(spaces)
    .$dynamic()
}

export type SpaceRow = Awaited<ReturnType<typeof selectSpaces>>[number]

/** A space as the database knows it. The engine adds how much of the storage is in use. */
export type StoredSpace = Omit<Space, 'storage'> & { storageMb: number }

/** Of what `UpdateSpace` can change. */
export const spaceEtag = (row: typeof spaces.$inferSelect): string => {
  const { name, visibility, description, requireIsolation, egress, storageMb, objectStorageMb } = row
  const { retention, spanSampling } = row
  return etagOf([
    [name, visibility, description, requireIsolation, egress, storageMb, objectStorageMb],
    [retention, spanSampling],
  ])
}

export function spaceOf(ctx: Ctx, row: SpaceRow): StoredSpace {
  const { role, actions, functions } = rightsIn(ctx.actor, row, ctx.platform.clock.now())
  const allowing = [...functions.values()].filter((on) => on.actions.size > 0)
  return {
    id: row.id,
    name: row.name,
    visibility: row.visibility,
    description: row.description,
    requireIsolation: row.requireIsolation,
    egress: row.egress,
    storageMb: row.storageMb,
    objectStorageMb: row.objectStorageMb,
    retention: row.retention,
    spanSampling: row.spanSampling,
    storageMaxMb: storageMaxMb(ctx, row.storageCeilingMb),
    // Whose grant or key is for single functions learns of no others.
    functionCount: actions.size > 0 ? row.functionCount : allowing.length,
    memberCount: row.memberCount,
    ...(actions.has('grants:write') && { requestCount: row.requestCount }),
    access: {
      role,
      actions: [...actions],
      ...(functions.size > 0 && {
        functions: [...functions].map(([fn, on]) => ({ function: fn, role: on.role, actions: [...on.actions] })),
      }),
    },
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    etag: spaceEtag(row),
  }
}

/** The whole space, or only its card, depending on the caller's rights. */
export function visibleSpaceOf(ctx: Ctx, row: SpaceRow): StoredSpace | SpaceCard {
  const space = spaceOf(ctx, row)
  if (space.access.actions.includes('spaces:read')) return space
  const { id, name, visibility, description, functionCount, access, createdAt } = space
  return { id, name, visibility, description, functionCount, access, createdAt }
}
