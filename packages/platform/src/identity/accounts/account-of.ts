import type { Account } from '@alcove/contract'
import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, functions, grants, spaces } from '../../database/schema/index.ts'

export function selectAccounts(ctx: Ctx) {
  const db = ctx.db
  const granted = db
    .select({
      list: sql`json_agg(json_build_object('space', ${spaces.name}, 'role', ${grants.role},
        'function', ${functions.name}, 'expiresAt', ${grants.expiresAt}) order by ${spaces.name}, ${functions.name})`,
    })
    .from(grants)
    .innerJoin(spaces, eq(spaces.id, grants.spaceId))
    .leftJoin(functions, eq(functions.id, grants.functionId))
    .where(sql`${grants.accountId} = ${accounts.id}`)
  return db
    .select({
      ...getTableColumns(accounts),
      grants: sql<Account['grants'] | null>`(${granted})`,
      groups: sql<string[]>`(select coalesce(json_agg(gr.name order by gr.name), '[]')
        from group_members m join groups gr on gr.id = m.group_id where m.account_id = accounts.id)`,
    })
    .from(accounts)
    .$dynamic()
}

export function accountOfRow(row: Awaited<ReturnType<typeof selectAccounts>>[number]): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    administrator: row.administrator,
    state: row.state,
    createdAt: iso(row.createdAt),
    lastSeenAt: isoOrNull(row.lastSeenAt),
    groups: row.groups,
    grants: (row.grants ?? []).map((grant) => ({ ...grant, expiresAt: grant.expiresAt && iso(grant.expiresAt) })),
  }
}
