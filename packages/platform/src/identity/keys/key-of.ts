import type { ApiKey } from '@alcove/contract'
import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, apiKeys } from '../../database/schema/index.ts'

export function selectKeys(ctx: Ctx) {
  return ctx.db
    .select({
      ...getTableColumns(apiKeys),
      ownerEmail: accounts.email,
      spaceNames: sql<string[] | null>`case when jsonb_typeof(${apiKeys.spaces}) = 'array' then
        (select coalesce(json_agg(name order by name), '[]') from spaces
          where ${apiKeys.spaces} ? spaces.id::text and trashed_at is null) end`,
      functionPaths: sql<string[] | null>`case when jsonb_typeof(${apiKeys.functions}) = 'array' then
        (select coalesce(json_agg(s.name || '/' || f.name order by s.name, f.name), '[]')
          from functions f join spaces s on s.id = f.space_id where ${apiKeys.functions} ? f.id::text) end`,
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
