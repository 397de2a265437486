import type { Group } from '@alcove/contract'
import { getTableColumns, sql } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import type { Ctx } from '../../kernel/context.ts'
import { groups } from '../../database/schema/index.ts'

export function selectGroups(ctx: Ctx) {
  return ctx.db
    .select({
      ...getTableColumns(groups),
      members: sql<Group['members']>`(
        select coalesce(json_agg(json_build_object('accountId', a.id, 'name', a.name, 'email', a.email)
          order by a.email), '[]')
        from group_members m join accounts a on a.id = m.account_id where m.group_id = groups.id)`,
      grants: sql<Group['grants']>`(
        select coalesce(json_agg(json_build_object('space', s.name, 'role', g.role, 'function', f.name,
          'expiresAt', g.expires_at) order by s.name, f.name), '[]')
        from grants g join spaces s on s.id = g.space_id and s.trashed_at is null
          left join functions f on f.id = g.function_id
        where g.group_id = groups.id)`,
    })
    .from(groups)
    .$dynamic()
}

export function groupOf({ id: _id, ...row }: Awaited<ReturnType<typeof selectGroups>>[number]): Group {
  return {
    ...row,
    grants: row.grants.map((grant) => ({ ...grant, expiresAt: grant.expiresAt && iso(grant.expiresAt) })),
    createdAt: iso(row.createdAt),
  }
}
