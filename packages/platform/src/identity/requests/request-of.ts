import type { AccessRequest } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accessRequests, accounts } from '../../database/schema/index.ts'
import type { Ctx } from '../../kernel/context.ts'

export function selectRequests(ctx: Ctx) {
  return ctx.db
    .select({
      request: accessRequests,
      account: { id: accounts.id, name: accounts.name, email: accounts.email },
    })
    .from(accessRequests)
    .innerJoin(accounts, eq(accounts.id, accessRequests.accountId))
    .$dynamic()
}

export function requestOf({ request, account }: Awaited<ReturnType<typeof selectRequests>>[number]): AccessRequest {
  const { id, space, role, function: fn, hours, reason, state, answer } = request
  return {
    id,
    space,
    role,
    function: fn,
    hours,
    reason,
    state,
    account,
    askedAt: iso(request.askedAt),
    decidedAt: isoOrNull(request.decidedAt),
    answer,
    expiresAt: isoOrNull(request.expiresAt),
  }
}
