import type { UpdateSpace } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { change } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { spaces } from '../database/schema/index.ts'
import { readSpace } from './get-space.ts'
import { requireMayOpen } from './private-egress.ts'
import type { StoredSpace } from './space-of.ts'

export const updateSpace = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateSpace }): Promise<StoredSpace> => {
  return change(ctx, async ({ tx, audit, accessChanged, reroute }) => {
    const { id, name } = ctx.space
    if (input.egress) {
      const [before] = await tx.select({ egress: spaces.egress }).from(spaces).where(eq(spaces.id, id)).for('update')
      requireMayOpen(ctx, input.egress, before?.egress ?? null)
    }
    await tx
      .update(spaces)
      .set({ ...input, updatedAt: new Date(ctx.platform.clock.now()) })
      .where(eq(spaces.id, id))
    await audit('spaces:update', `space ${name}`, input)
    accessChanged()
    reroute({ spaceId: id })
    return readSpace(ctx, id)
  })
})
