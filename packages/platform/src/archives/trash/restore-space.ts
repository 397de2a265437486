import type { Restore, Restored } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { jobs, spaces, trash } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { lockTrashedSpace } from './find-trashed.ts'
import { nameTaken } from './restore-function.ts'
import { spaceState } from './space-state.ts'
import { unpackFunctions } from './unpack-functions.ts'

/** Brings a space back with the functions that went with it. Those that were deleted before stay in its trash. */
export const restoreSpace = verb(
  async ({ ctx, input }: { ctx: Ctx; input: Restore & { trashed: string } }): Promise<Restored> =>
    change(ctx, async (ctx) => {
      const space = await lockTrashedSpace(ctx, input.trashed)
      const { id, trashedName, trashedAt, trashedBy } = space
      const name = input.name ?? trashedName!
      const [taken] = await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.name, name))
      if (taken) throw nameTaken('space', name)
      await ctx.db
        .update(spaces)
        .set({ name, trashedName: null, trashedAt: null, trashedBy: null })
        .where(eq(spaces.id, id))
      const inside = await ctx.db
        .select({ id: trash.id })
        .from(trash)
        .where(and(eq(trash.spaceId, id), eq(trash.withSpace, true)))
        .for('update')
      const here = { ...ctx, ...(await authorize({ ctx, action: 'spaces:write', space: name })), db: ctx.db }
      const paused = await unpackFunctions({ ...here, change: ctx.change }, { ids: inside.map((fn) => fn.id) })
      await ctx.change.audit(
        'spaces:restore',
        `space ${name}`,
        {
          before: { ...spaceState(space), trashedAt, trashedBy },
          after: { ...spaceState({ ...space, trashedName: name }), functions: inside.length },
        },
        { id, name },
      )
      const kinds = await ctx.db.selectDistinct({ kind: jobs.kind }).from(jobs).where(eq(jobs.spaceId, id))
      for (const { kind } of kinds) ctx.change.jobQueued(kind)
      ctx.change.accessChanged()
      ctx.change.reroute({ spaceId: id })
      return { id, name, paused }
    }),
)
