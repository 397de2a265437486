import type { UpdateSpace } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { changed } from '../kernel/audit/changed.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { spaces } from '../database/schema/index.ts'
import { requireExpected, type Expected } from '../kernel/require-expected.ts'
import { readSpace } from './get-space.ts'
import { requireMayOpen } from './private-egress.ts'
import { spaceEtag, type StoredSpace } from './space-of.ts'
import { requireMayHold, requireMayStore } from './storage-ceiling.ts'

type UpdateSpaceInput = UpdateSpace & {
  /** ETags of the space that the caller has seen. */
  expected?: Expected | undefined
}

export const updateSpace = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateSpaceInput }): Promise<StoredSpace> => {
    const { expected, ...settings } = input
    return change(ctx, async (ctx) => {
      const { id, name } = ctx.space
      const { egress, storageMb, objectStorageMb } = settings
      const [before] = await ctx.db.select().from(spaces).where(eq(spaces.id, id)).for('update')
      requireExpected(expected, before ? spaceEtag(before) : null, `The space ${name}`)
      if (egress !== undefined) requireMayOpen(ctx, egress, before?.egress ?? null)
      if (storageMb !== undefined) await requireMayStore(ctx, storageMb, before?.storageMb ?? 0)
      if (objectStorageMb !== undefined) requireMayHold(ctx, objectStorageMb, before?.objectStorageMb ?? 0)
      await ctx.db
        .update(spaces)
        .set({ ...settings, updatedAt: new Date(ctx.platform.clock.now()) })
        .where(eq(spaces.id, id))
      await ctx.change.audit('spaces:update', `space ${name}`, changed(before, settings))
      ctx.change.accessChanged()
      ctx.change.reroute({ spaceId: id })
      return readSpace(ctx, id)
    })
  },
)
