import { AlcoveError, opensPrivate, type Egress, type UpdateSpace } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { platformActions } from '../access/rights.ts'
import { change } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { spaces } from '../database/schema/index.ts'
import { readSpace } from './get-space.ts'
import type { StoredSpace } from './space-of.ts'

export const updateSpace = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateSpace }): Promise<StoredSpace> => {
  return change(ctx, async ({ tx, audit, accessChanged, reroute }) => {
    const { id, name } = ctx.space
    if (input.egress) {
      const [before] = await tx.select({ egress: spaces.egress }).from(spaces).where(eq(spaces.id, id))
      refusePrivate(ctx, input.egress, before!.egress)
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

/** What lies in private networks is the machine owner's: whoever administers a space has no say in who may reach it. */
function refusePrivate(ctx: SpaceCtx, egress: Egress, before: Egress): void {
  if (platformActions(ctx.actor).has('platform:admin')) return
  const at = egress.allow.findIndex((target) => opensPrivate(target) && !before.allow.includes(target))
  if (at < 0) return
  const message = `Only an administrator of Alcove may let functions reach private addresses: ${egress.allow[at]}`
  throw new AlcoveError('Forbidden', message, { errors: [{ path: `egress.allow.${at}`, message }] })
}
