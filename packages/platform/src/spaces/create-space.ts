import type { CreateSpace } from '@alcove/contract'
import { authorizePlatform } from '../identity/access/authorize-platform.ts'
import { accountOf, nameOf } from '../kernel/actor.ts'
import { change } from '../kernel/change.ts'
import { verb, type Ctx } from '../kernel/context.ts'
import { newId } from '../database/ids.ts'
import { grants, spaces } from '../database/schema/index.ts'
import { readSpace } from './get-space.ts'
import { requireMayOpen } from './private-egress.ts'
import type { StoredSpace } from './space-of.ts'
import { requireMayHold, requireMayStore } from './storage-ceiling.ts'

/** Administrators create spaces. The creator becomes the first admin of the space. */
export const createSpace = verb(async ({ ctx, input }: { ctx: Ctx; input: CreateSpace }): Promise<StoredSpace> => {
  authorizePlatform({ ctx, action: 'spaces:write' })
  requireMayOpen(ctx, input.egress, null)
  await requireMayStore(ctx, input.storageMb, 0)
  requireMayHold(ctx, input.objectStorageMb, 0)
  const id = newId(ctx.platform.clock.now())
  return change(ctx, async (ctx) => {
    await ctx.db.insert(spaces).values({ id, ...input })
    const accountId = accountOf(ctx.actor)
    if (accountId)
      await ctx.db.insert(grants).values({ spaceId: id, accountId, role: 'admin', grantedBy: nameOf(ctx.actor) })
    await ctx.change.audit(
      'spaces:create',
      `space ${input.name}`,
      { before: null, after: input },
      { id, name: input.name },
    )
    ctx.change.accessChanged()
    return readSpace(ctx, id)
  })
})
