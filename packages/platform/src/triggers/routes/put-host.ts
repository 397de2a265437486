import { AlcoveError, LIMITS, type SpaceHost } from '@alcove/contract'
import { and, count, eq, isNull } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import type { Put } from '../../database/put.ts'
import { hostNames } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { claimHost } from './claim-host.ts'

/** Gives a host name to the routes of the space. */
export const putHost = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { host: string } }): Promise<Put<SpaceHost>> =>
    change(ctx, async (ctx) => {
      const { host } = input
      await lockSpace(ctx)
      const { created, row } = await claimHost(ctx, { host, triggerId: null, path: 'host' })
      if (created) {
        await requireHostsWithinLimit(ctx)
        await ctx.change.audit('routes:host', `host ${host}`, { before: null, after: { host } })
        ctx.change.gatewayChanged(ctx.space.id)
      }
      return { created, value: { name: host, function: null, trigger: null, createdAt: iso(row.createdAt) } }
    }),
)

/** Counts after the claim: a refusal undoes it. @throws {AlcoveError} Conflict */
async function requireHostsWithinLimit(ctx: Changing<SpaceCtx>): Promise<void> {
  const ours = and(eq(hostNames.spaceId, ctx.space.id), isNull(hostNames.triggerId))
  const [there] = await ctx.db.select({ n: count() }).from(hostNames).where(ours)
  if (there!.n > LIMITS.hosts) throw new AlcoveError('Conflict', `A space may have at most ${LIMITS.hosts} host names`)
}
