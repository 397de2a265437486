import { notFound } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { groups } from '../../database/schema/index.ts'
import { selectGroups } from './group-of.ts'

/** Its grants go with it: its members keep those of their own. */
export const deleteGroup = verb(async ({ ctx, input }: { ctx: Ctx; input: { name: string } }): Promise<void> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  await change(ctx, async (ctx) => {
    const [group] = await selectGroups(ctx).where(eq(groups.name, input.name))
    if (!group) throw notFound('group', input.name)
    await ctx.db.delete(groups).where(eq(groups.id, group.id))
    const before = { members: group.members.map(({ email }) => email), grants: group.grants }
    await ctx.change.audit('groups:delete', `group ${input.name}`, { before, after: null })
    ctx.change.accessChanged()
  })
})
