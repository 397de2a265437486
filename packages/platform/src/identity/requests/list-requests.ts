import type { AccessRequest, AccessRequestQuery, Page } from '@alcove/contract'
import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accessRequests } from '../../database/schema/index.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'
import { requestOf, selectRequests } from './request-of.ts'

/** Requests to be let into a space, newest first. */
export const listRequests = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: AccessRequestQuery }): Promise<Page<AccessRequest>> =>
    read(ctx, input, eq(accessRequests.spaceId, ctx.space.id)),
)

/** The caller's requests and their outcomes. */
export const listOwnRequests = verb(
  async ({ ctx, input }: { ctx: Ctx; input: AccessRequestQuery }): Promise<Page<AccessRequest>> =>
    read(ctx, input, eq(accessRequests.accountId, requireActor(ctx.actor).id)),
)

async function read(ctx: Ctx, { state, limit, cursor }: AccessRequestQuery, whose: SQL): Promise<Page<AccessRequest>> {
  const before = decodeCursor(cursor, BY_ID)
  const rows = await selectRequests(ctx)
    .where(
      and(whose, state && eq(accessRequests.state, state), before === null ? undefined : lt(accessRequests.id, before)),
    )
    .orderBy(desc(accessRequests.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, ({ request }) => request.id, requestOf)
}
