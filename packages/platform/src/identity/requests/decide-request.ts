import {
  AlcoveError,
  invalid,
  notFound,
  ROLE_ACTIONS,
  type AccessRequest,
  type ApproveAccess,
  type DeclineAccess,
} from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { accessRequests } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { putGrant } from '../grants/put-grant.ts'
import { requestOf, selectRequests } from './request-of.ts'

const HOUR = 3_600_000

/** Grants the requested role or a lesser one. */
export const approveRequest = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ApproveAccess & { id: string } }): Promise<AccessRequest> =>
    change(ctx, async (ctx) => {
      const { request, account } = await lockPending(ctx, input.id)
      const { role = request.role, function: fn = request.function, hours = request.hours } = input
      if (ROLE_ACTIONS[role].some((action) => !ROLE_ACTIONS[request.role].includes(action))) {
        throw invalid('role', `${role} is wider than ${request.role}, which was asked for: make a grant instead`)
      }
      if (request.function !== null && fn !== request.function) {
        throw invalid('function', `Only the function ${request.function} was asked for: make a grant instead`)
      }
      if (request.hours !== null && (hours === null || hours > request.hours)) {
        throw invalid('hours', `Only ${request.hours} hours were asked for: make a grant instead`)
      }
      const expiresAt = hours === null ? null : new Date(ctx.platform.clock.now() + hours * HOUR)
      await putGrant({
        ctx,
        input: { subject: account.id, role, function: fn, expiresAt: expiresAt?.toISOString() ?? null },
      })
      return settle(ctx, request.id, { state: 'approved', role, function: fn, hours, expiresAt })
    }),
)

export const declineRequest = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: DeclineAccess & { id: string } }): Promise<AccessRequest> =>
    change(ctx, async (ctx) => {
      const { request, account } = await lockPending(ctx, input.id)
      await ctx.change.audit('access:decline', `account ${account.email}`, { answer: input.answer ?? null })
      return settle(ctx, request.id, { state: 'declined', answer: input.answer ?? null })
    }),
)

async function lockPending(ctx: Changing<SpaceCtx>, id: string) {
  const [found] = await selectRequests(ctx)
    .where(and(eq(accessRequests.id, id), eq(accessRequests.spaceId, ctx.space.id)))
    .for('update', { of: accessRequests })
  if (!found) throw notFound('access request', id)
  if (found.request.state !== 'pending') {
    throw new AlcoveError('Conflict', `This request is ${found.request.state} already`)
  }
  return found
}

async function settle(ctx: Changing<SpaceCtx>, id: string, set: Partial<typeof accessRequests.$inferInsert>) {
  await ctx.db
    .update(accessRequests)
    .set({ ...set, decidedAt: new Date(ctx.platform.clock.now()), decidedBy: nameOf(ctx.actor) })
    .where(eq(accessRequests.id, id))
  const [row] = await selectRequests(ctx).where(eq(accessRequests.id, id))
  return requestOf(row!)
}
