import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import type { Put } from '../../database/put.ts'
import { objects } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { fireTriggers } from './fire-triggers.ts'
import { count, lockSpace } from './count.ts'
import type { ObjectRow } from './object-of.ts'
import { writeObject } from './write-object.ts'

interface Place {
  bucketId: string
  key: string
}

/**
 * Gives an object another key, or another bucket of the space, in the transaction of the caller. Its pieces stay where
 * they are: 5 GiB take as long as a byte. To triggers, one object is removed and another one created.
 * @param expected etags of what is at the destination
 * @throws {AlcoveError} NotFound, PreconditionFailed or InsufficientStorage; nothing has changed then
 */
export async function relocateObject(
  ctx: Changing<SpaceCtx>,
  { from, to, expected }: { from: Place; to: Place; expected?: Expected | undefined },
): Promise<Put<ObjectRow>> {
  await lockSpace(ctx, ctx.space.id)
  const at = ({ bucketId, key }: Place) => and(eq(objects.bucketId, bucketId), eq(objects.key, key))
  const [source] = await ctx.db.select().from(objects).where(at(from))
  if (!source) throw notFound('object', from.key)
  if (from.bucketId === to.bucketId && from.key === to.key) {
    requireExpected(expected, source.etag, `The object "${to.key}"`)
    return { created: false, value: source }
  }
  const [there] = await ctx.db.select({ etag: objects.etag }).from(objects).where(at(to))
  requireExpected(expected, there?.etag ?? null, `The object "${to.key}"`)
  await ctx.db.delete(objects).where(at(from))
  const { bytes, etag, contentType, metadata, pieces } = source
  const elsewhere = from.bucketId !== to.bucketId
  await count(ctx, from.bucketId, { objects: -1, bytes: elsewhere ? -bytes : 0 })
  if (elsewhere) await count(ctx, to.bucketId, { objects: 0, bytes })
  await fireTriggers(ctx, from.bucketId, [{ type: 'removed', how: 'Delete', key: from.key, bytes, etag }])
  return writeObject(ctx, {
    ...to,
    next: { etag, contentType, metadata, pieces },
    how: 'Copy',
    counted: true,
  })
}
