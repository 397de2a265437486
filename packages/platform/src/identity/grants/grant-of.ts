import { type Grant } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { accounts, functions, grants, groups } from '../../database/schema/index.ts'

export function selectGrants(ctx: SpaceCtx) {
  return ctx.db
    .select({
      accountId: grants.accountId,
      group: groups.name,
      accountName: accounts.name,
      email: accounts.email,
      members: sql<
        number | null
      >`case when ${grants.groupId} is not null then (select count(*)::int from group_members m where m.group_id = ${grants.groupId}) end`,
      role: grants.role,
      function: functions.name,
      expiresAt: grants.expiresAt,
      grantedBy: grants.grantedBy,
      grantedAt: grants.grantedAt,
    })
    .from(grants)
    .leftJoin(accounts, eq(accounts.id, grants.accountId))
    .leftJoin(groups, eq(groups.id, grants.groupId))
    .leftJoin(functions, eq(functions.id, grants.functionId))
    .$dynamic()
}

export const etagOfGrant = ({ role, expiresAt }: Pick<typeof grants.$inferSelect, 'role' | 'expiresAt'>): string =>
  etagOf([role, isoOrNull(expiresAt)])

export function grantOf(row: Awaited<ReturnType<typeof selectGrants>>[number]): Grant {
  const { accountName, ...grant } = row
  return {
    ...grant,
    subject: row.group === null ? row.accountId! : `group:${row.group}`,
    name: row.group ?? accountName!,
    expiresAt: isoOrNull(row.expiresAt),
    grantedAt: iso(row.grantedAt),
    etag: etagOfGrant(row),
  }
}
