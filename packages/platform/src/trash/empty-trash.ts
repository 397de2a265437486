import { TRASH_DAYS } from '@alcove/contract'
import { and, eq, lt } from 'drizzle-orm'
import { spaces, trash } from '../database/schema/index.ts'
import { change } from '../kernel/change.ts'
import type { Changing, Ctx } from '../kernel/context.ts'
import type { Platform } from '../kernel/platform.ts'
import { removeFunctions, removeSpace } from './remove-trashed.ts'

/** Removes what was deleted seven days ago, each in a transaction of its own. Several servers may do so at once. */
export async function emptyTrash(platform: Platform): Promise<void> {
  const old = new Date(platform.clock.now() - TRASH_DAYS * 86_400_000)
  const actor = { kind: 'platform', name: 'trash' } as const
  const ctx: Ctx = { platform, db: platform.db, actor, requestId: 'trash' }
  while (await change(ctx, (ctx) => removeOldSpace(ctx, old)));
  while (await change(ctx, (ctx) => removeOldFunction(ctx, old)));
}

async function removeOldSpace(ctx: Changing, old: Date): Promise<boolean> {
  const [space] = await ctx.db
    .select({ id: spaces.id, name: spaces.trashedName })
    .from(spaces)
    .where(lt(spaces.trashedAt, old))
    .limit(1)
    .for('update', { skipLocked: true })
  if (!space) return false
  const { id } = space
  const name = space.name!
  await removeSpace(ctx, id)
  await ctx.change.audit('spaces:remove', `space ${name}`, { before: { name }, after: null }, { id, name })
  return true
}

async function removeOldFunction(ctx: Changing, old: Date): Promise<boolean> {
  const [fn] = await ctx.db
    .select({ id: trash.id, name: trash.name, spaceId: trash.spaceId, space: spaces.name })
    .from(trash)
    .innerJoin(spaces, eq(spaces.id, trash.spaceId))
    // Those of a space go with it.
    .where(and(lt(trash.trashedAt, old), eq(trash.withSpace, false)))
    .limit(1)
    .for('update', { of: trash, skipLocked: true })
  if (!fn) return false
  const { id, name, space, spaceId } = fn
  await removeFunctions(ctx, [id])
  const detail = { before: { name }, after: null }
  await ctx.change.audit('functions:remove', `function ${name}`, detail, { id: spaceId, name: space })
  return true
}
