import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { routes, triggers, versions } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readVersion } from './version-of.ts'

export const deleteVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; version: number } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const { number, aliases } = await readVersion(ctx, fn.id, input.version)
      const pinned = await ctx.db
        .select({ name: triggers.name })
        .from(triggers)
        .where(and(eq(triggers.functionId, fn.id), eq(triggers.qualifier, String(number))))
      const routed = await ctx.db
        .select({ name: routes.name })
        .from(routes)
        .where(and(eq(routes.functionId, fn.id), eq(routes.qualifier, String(number))))
      const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
      const verdict = can.deleteVersion({ version: number, aliases, triggers: names(pinned), routes: names(routed) })
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(versions).where(and(eq(versions.functionId, fn.id), eq(versions.number, number)))
      await ctx.change.audit('versions:delete', `function ${input.fn} v${number}`)
      ctx.change.reroute({ functionId: fn.id })
    })
  },
)
