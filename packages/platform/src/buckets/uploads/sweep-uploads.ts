import { and, eq, lt } from 'drizzle-orm'
import { buckets, uploads } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { lockSpace } from '../objects/count.ts'
import { discardUploads } from './discard-uploads.ts'

/** Ends uploads that have received no part for a day. */
export async function sweepUploads(platform: Platform): Promise<number> {
  const { db, clock } = platform
  const isDue = lt(uploads.expiresAt, new Date(clock.now()))
  const due = await db
    .select({ id: uploads.id, spaceId: buckets.spaceId })
    .from(uploads)
    .innerJoin(buckets, eq(buckets.id, uploads.bucketId))
    .where(isDue)
  const ctx: Ctx = { platform, db, actor: { kind: 'platform', name: 'housekeeping' }, requestId: 'housekeeping' }
  let swept = 0
  for (const { id, spaceId } of due) {
    swept += await change(ctx, async (ctx) => {
      await lockSpace(ctx, spaceId)
      // Check again under the lock: a part may have arrived since.
      return discardUploads(ctx, and(eq(uploads.id, id), isDue)!)
    })
  }
  return swept
}
