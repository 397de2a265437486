import type { ApiKey } from '@alcove/contract'
import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, apiKeys } from '../../database/schema/index.ts'

/** Looks names up one by one, here as in accounts and groups: the planner would read a whole table for each row. */
export function selectKeys(ctx: Ctx) {
  return ctx.db
    .select({
      ...getTableColumns(apiKeys),
      ownerEmail: accounts.email,
      spaceNames: sql<string[] | null>`case when jsonb_typeof(${apiKeys.spaces}) = 'array' then
        (select coalesce(json_agg(s.name order by s.name), '[]') from jsonb_array_elements_text(${apiKeys.spaces}) bound(id),
          lateral (select name from spaces where id = bound.id::uuid and trashed_at is null limit 1) s) end`,
      functionPaths: sql<string[] | null>`case when jsonb_typeof(${apiKeys.functions}) = 'array' then
        (select coalesce(json_agg(f.space || '/' || f.name order by f.space, f.name), '[]')
          from jsonb_array_elements_text(${apiKeys.functions}) bound(id),
          lateral (select f.name, s.name as space from functions f join spaces s on s.id = f.space_id
            where f.id = bound.id::uuid limit 1) f) end`,
    })
    .from(apiKeys)
    .leftJoin(accounts, eq(accounts.id, apiKeys.ownerId))
    .$dynamic()
}

export function keyOf(row: Awaited<ReturnType<typeof selectKeys>>[number], now: number): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    spaces: row.spaceNames ?? ['*'],
    functions: row.functionPaths ?? ['*'],
    actions: row.actions === '*' ? ['*'] : row.actions,
    owner: row.ownerEmail ?? 'ALCOVE_ADMIN_API_KEY',
    createdAt: iso(row.createdAt),
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    lastUsedFrom: row.lastUsedFrom,
    networks: row.networks,
    rotation: rotationOf(row, now),
  }
}

function rotationOf(row: typeof apiKeys.$inferSelect, now: number): ApiKey['rotation'] {
  if (row.oldEndsAt === null || row.oldEndsAt.getTime() <= now) return null
  const { oldPrefix, oldUsedAt, oldUsedFrom, oldEndsAt, calls, oldCalls } = row
  return {
    old: { prefix: oldPrefix ?? '', lastUsedAt: isoOrNull(oldUsedAt), lastUsedFrom: oldUsedFrom },
    endsAt: iso(oldEndsAt),
    calls,
    oldCalls,
  }
}
