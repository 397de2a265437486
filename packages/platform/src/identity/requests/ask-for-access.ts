import { AlcoveError, type AskedForAccess, type AskForAccess } from '@alcove/contract'
import { and, count, eq, ne, sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { accessRequests } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'

/** Requests one account can have open. */
const MAX_PENDING = 20

/**
 * Asks the admins of a space for access. A space that is hidden and one that does not exist get the same statements and
 * the same answer: asking never tells them apart. The latest request replaces an earlier one of the same account.
 */
export const askForAccess = verb(
  async ({ ctx, input }: { ctx: Ctx; input: AskForAccess & { space: string } }): Promise<AskedForAccess> => {
    const actor = requireActor(ctx.actor)
    if (actor.kind !== 'account') throw new AlcoveError('Forbidden', 'Access is for people to ask for: sign in')
    const { space, role, function: fn = null, hours = null, reason } = input
    return change(ctx, async (ctx) => {
      const [open] = await ctx.db
        .select({ n: count() })
        .from(accessRequests)
        .where(
          and(
            eq(accessRequests.accountId, actor.id),
            eq(accessRequests.state, 'pending'),
            ne(accessRequests.space, space),
          ),
        )
      if (open!.n >= MAX_PENDING) {
        throw new AlcoveError(
          'TooManyRequests',
          `You have ${MAX_PENDING} open requests: wait for an answer to one first`,
        )
      }
      const asked = {
        id: newId(ctx.platform.clock.now()),
        spaceId: sql<string>`(select id from spaces where name = ${space})`,
        role,
        function: fn,
        hours,
        reason,
        state: 'pending' as const,
        askedAt: new Date(ctx.platform.clock.now()),
        decidedAt: null,
        decidedBy: null,
        answer: null,
        expiresAt: null,
      }
      await ctx.db
        .insert(accessRequests)
        .values({ accountId: actor.id, space, ...asked })
        .onConflictDoUpdate({ target: [accessRequests.accountId, accessRequests.space], set: asked })
      await ctx.change.audit('access:ask', `space ${space}`, { role, ...(fn && { function: fn }), hours, reason })
      return { space, state: 'pending' as const }
    })
  },
)
