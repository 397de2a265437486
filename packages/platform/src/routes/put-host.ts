import type { SpaceHost } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import type { Put } from '../database/put.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { claimHost } from './claim-host.ts'

/** Gives a host name to the routes of the space. */
export const putHost = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { host: string } }): Promise<Put<SpaceHost>> =>
    change(ctx, async (ctx) => {
      const { host } = input
      const { created, row } = await claimHost(ctx, { host, triggerId: null, path: 'host' })
      if (created) {
        await ctx.change.audit('routes:host', `host ${host}`)
        ctx.change.gatewayChanged(ctx.space.id)
      }
      return { created, value: { name: host, function: null, trigger: null, createdAt: iso(row.createdAt) } }
    }),
)
