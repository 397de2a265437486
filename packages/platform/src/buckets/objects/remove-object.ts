import { and, eq } from 'drizzle-orm'
import { objects } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import type { ObjectChange } from '../../triggers/kinds/bucket/object-change.ts'
import { discard } from '../pieces/discard.ts'
import { count, lockSpace } from './count.ts'
import { fireTriggers } from './fire-triggers.ts'

interface Removal {
  bucketId: string
  key: string
  /** ETags of the object that the caller has seen. */
  expected?: Expected | undefined
  /** The event's name for triggers. */
  how?: ObjectChange['how']
}

/**
 * @returns whether there was one
 * @throws {AlcoveError} PreconditionFailed or NotFound; nothing has changed then
 */
export async function removeObject(
  ctx: Changing<SpaceCtx>,
  { bucketId, key, expected, how = 'Delete' }: Removal,
): Promise<boolean> {
  await lockSpace(ctx, ctx.space.id)
  const place = and(eq(objects.bucketId, bucketId), eq(objects.key, key))
  const [before] = await ctx.db.select().from(objects).where(place)
  requireExpected(expected, before?.etag ?? null, `The object "${key}"`)
  if (!before) return false
  await ctx.db.delete(objects).where(place)
  await discard(ctx, before.pieces)
  await count(ctx, bucketId, { objects: -1, bytes: -before.bytes })
  await fireTriggers(ctx, bucketId, [{ type: 'removed', how, key, bytes: before.bytes, etag: before.etag }])
  return true
}
