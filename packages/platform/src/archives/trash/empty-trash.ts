import { TRASH_DAYS } from '@alcove/contract'
import { and, eq, lt } from 'drizzle-orm'
import { spaces, trash } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Changing, Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { removeFunctions, removeSpace } from './remove-trashed.ts'

/** Removes what was deleted seven days ago, each in a transaction of its own. Several servers may do so at once. */
export async function emptyTrash(platform: Platform): Promise<void> {
  const old = new Date(platform.clock.now() - TRASH_DAYS * 86_400_000)
  const actor = { kind: 'platform', name: 'trash' } as const
  const ctx: Ctx = { platform, db: platform.db, actor, requestId: 'trash' }
  const oldSpaces = await ctx.db.select({ id: spaces.id }).from(spaces).where(lt(spaces.trashedAt, old))
  await removeEach(ctx, oldSpaces, (ctx, id) => removeOldSpace(ctx, id, old))
  const oldFunctions = await ctx.db.select({ id: trash.id }).from(trash).where(isOld(old))
  await removeEach(ctx, oldFunctions, (ctx, id) => removeOldFunction(ctx, id, old))
}

/** Those that were deleted with their space are gone with it. */
const isOld = (old: Date) => and(lt(trash.trashedAt, old), eq(trash.withSpace, false))

/** One that cannot be removed keeps nothing else in the trash, and is tried again the next time. */
async function removeEach(
  ctx: Ctx,
  items: { id: string }[],
  remove: (ctx: Changing, id: string) => Promise<void>,
): Promise<void> {
  for (const { id } of items) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- transactions of any size: one at a time
      await change(ctx, (ctx) => remove(ctx, id))
    } catch (error) {
      ctx.platform.log({ level: 'warn', message: 'Could not remove what was deleted', id, error })
    }
  }
}

async function removeOldSpace(ctx: Changing, id: string, old: Date): Promise<void> {
  const [space] = await ctx.db
    .select({ name: spaces.trashedName })
    .from(spaces)
    .where(and(eq(spaces.id, id), lt(spaces.trashedAt, old)))
    .for('update', { skipLocked: true })
  if (!space) return
  const name = space.name!
  await removeSpace(ctx, id)
  await ctx.change.audit('spaces:remove', `space ${name}`, { before: { name }, after: null }, { id, name })
}

async function removeOldFunction(ctx: Changing, id: string, old: Date): Promise<void> {
  const [fn] = await ctx.db
    .select({ name: trash.name, spaceId: trash.spaceId, space: spaces.name })
    .from(trash)
    .innerJoin(spaces, eq(spaces.id, trash.spaceId))
    .where(and(eq(trash.id, id), isOld(old)))
    .for('update', { of: trash, skipLocked: true })
  if (!fn) return
  const { name, space, spaceId } = fn
  await removeFunctions(ctx, [id])
  const detail = { before: { name }, after: null }
  await ctx.change.audit('functions:remove', `function ${name}`, detail, { id: spaceId, name: space })
}
