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
        (select coalesce(json_agg(name order by name), '[]') from spaces where ${apiKeys.spaces} ? spaces.id::text) end`,
    })
    .from(apiKeys)
    .leftJoin(accounts, eq(accounts.id, apiKeys.ownerId))
    .$dynamic()
}

export function keyOf(row: Awaited<ReturnType<typeof selectKeys>>[number]): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    spaces: row.spaceNames ?? ['*'],
    actions: row.actions === '*' ? ['*'] : row.actions,
    owner: row.ownerEmail ?? 'ALCOVE_ADMIN_API_KEY',
    createdAt: iso(row.createdAt),
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
  }
}
