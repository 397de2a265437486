import type { Grant } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { accounts, grants } from '../../database/schema/index.ts'

export function selectGrants(ctx: SpaceCtx) {
  return ctx.db
    .select({
      accountId: grants.accountId,
      name: accounts.name,
      email: accounts.email,
      role: grants.role,
      grantedBy: grants.grantedBy,
      grantedAt: grants.grantedAt,
    })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .$dynamic()
}

export function grantOf(row: Awaited<ReturnType<typeof selectGrants>>[number]): Grant {
  return { ...row, grantedAt: iso(row.grantedAt) }
}
