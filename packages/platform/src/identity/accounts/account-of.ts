import type { Account } from '@alcove/contract'
import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, grants, spaces } from '../../database/schema/index.ts'

export function selectAccounts(ctx: Ctx) {
  const db = ctx.db
  const granted = db
    .select({
      list: sql`json_agg(json_build_object('space', ${spaces.name}, 'role', ${grants.role}) order by ${spaces.name})`,
    })
    .from(grants)
    .innerJoin(spaces, eq(spaces.id, grants.spaceId))
    .where(sql`${grants.accountId} = ${accounts.id}`)
  return db
    .select({ ...getTableColumns(accounts), grants: sql<Account['grants'] | null>`(${granted})` })
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
    grants: row.grants ?? [],
  }
}
