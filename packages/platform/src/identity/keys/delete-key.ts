import { notFound, Uuid } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { apiKeys } from '../../database/schema/index.ts'
import { visibleKeys } from './visible-keys.ts'
import { requireKeysWrite } from './may-manage-keys.ts'

/** Deletes the keys made with this one too: a leaked key leaves nothing behind. */
export const deleteKey = verb(async ({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<void> => {
  requireKeysWrite(ctx)
  if (!Uuid.safeParse(input.id).success) throw notFound('key', input.id)
  await change(ctx, async (ctx) => {
    const [gone] = await ctx.db
      .delete(apiKeys)
      .where(and(eq(apiKeys.id, input.id), visibleKeys(ctx)))
      .returning({ name: apiKeys.name, prefix: apiKeys.prefix })
    if (!gone) throw notFound('key', input.id)
    await ctx.change.audit('keys:delete', `key ${gone.name}`, { before: gone, after: null })
    ctx.change.accessChanged()
  })
})
