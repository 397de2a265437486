import { AlcoveError, type SpaceHost } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { iso } from '../database/connect.ts'
import type { Put } from '../database/put.ts'
import { hostNames } from '../database/schema/index.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { requireFreeName } from './require-free-name.ts'

/** Gives a host name to the routes of the space. */
export const putHost = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { host: string } }): Promise<Put<SpaceHost>> =>
    change(ctx, async (ctx) => {
      const { host } = input
      requireFreeName(ctx, host)
      const [made] = await ctx.db
        .insert(hostNames)
        .values({ name: host, spaceId: ctx.space.id })
        .onConflictDoNothing()
        .returning()
      const [row] = made ? [made] : await ctx.db.select().from(hostNames).where(eq(hostNames.name, host))
      if (row?.spaceId !== ctx.space.id || row.triggerId !== null) throw taken(host)
      if (made) {
        await ctx.change.audit('routes:host', `host ${host}`)
        ctx.change.gatewayChanged(ctx.space.id)
      }
      const value = { name: host, function: null, trigger: null, createdAt: iso(row.createdAt) }
      return { created: made !== undefined, value }
    }),
)

/** Whose it is stays unsaid: it may be a space that the caller does not know of. */
export function taken(host: string): AlcoveError {
  return new AlcoveError('AlreadyExists', `The host name ${host} is taken by another space or trigger`)
}
