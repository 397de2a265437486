import { AlcoveError, type Restore, type Restored } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { functions } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { keepWithin } from '../../usage/quotas/keep-within.ts'
import { requireRoomForFunction } from '../../usage/quotas/require-within.ts'
import { lockTrashedFunction } from './find-trashed.ts'
import { unpackFunctions } from './unpack-functions.ts'

/** Brings a function back with its versions, aliases, triggers, tests, secrets and grants. */
export const restoreFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Restore & { trashed: string } }): Promise<Restored> =>
    change(ctx, async (ctx) => {
      const found = await lockTrashedFunction(ctx, input.trashed)
      await requireRoomForFunction(ctx)
      const { id, trashedAt, trashedBy } = found
      const name = input.name ?? found.name
      const [taken] = await ctx.db
        .select({ id: functions.id })
        .from(functions)
        .where(and(eq(functions.spaceId, ctx.space.id), eq(functions.name, name)))
      if (taken) throw nameTaken('function', name)
      const paused = await keepWithin(ctx, () => unpackFunctions(ctx, { ids: [id], name }))
      await ctx.change.audit('functions:restore', `function ${name}`, {
        before: { name: found.name, trashedAt, trashedBy },
        after: { name, paused: paused.map(({ trigger }) => trigger) },
      })
      ctx.change.reroute({ functionId: id })
      ctx.change.accessChanged()
      ctx.change.gatewayChanged(ctx.space.id)
      return { id, name, paused }
    }),
)

export function nameTaken(what: string, name: string): AlcoveError {
  const message = `There is another ${what} ${name} by now: restore this one under another name`
  return new AlcoveError('AlreadyExists', message, { errors: [{ path: 'name', message }] })
}
