import type { BackgroundAction } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { startBackgroundAction } from '../../jobs/background/start-background-action.ts'
import { objects } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import type { FolderDetail } from './folder-detail.ts'

interface FolderAction {
  kind: 'objects.delete' | 'objects.move'
  bucket: string
  prefix: string
  /** What a move turns the prefix into. */
  to?: string
}

/** Starts work on all objects of a folder in the background. Objects written from now on are left alone. */
export async function startFolderAction(
  ctx: SpaceCtx,
  { kind, bucket, prefix, to }: FolderAction,
): Promise<BackgroundAction> {
  const bucketId = await findBucketId(ctx, bucket)
  const total = await ctx.platform.searches.run(ctx, (connection) =>
    connection.$count(objects, and(eq(objects.bucketId, bucketId), sql`key >= ${prefix} and key ^@ ${prefix}`)),
  )
  const until = new Date(ctx.platform.clock.now()).toISOString()
  const detail: FolderDetail = { bucket, bucketId, prefix, until, ...(to !== undefined && { to }) }
  return change(ctx, (ctx) => startBackgroundAction(ctx, { kind, total, detail: { ...detail } }))
}
