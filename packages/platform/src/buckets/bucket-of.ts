import { notFound, type Bucket } from '@alcove/contract'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { iso } from '../database/connect.ts'
import { buckets, spaces } from '../database/schema/index.ts'
import type { Ctx, SpaceCtx } from '../kernel/context.ts'
import { etagOf } from '../kernel/etag-of.ts'

const MB = 2 ** 20

/** What all buckets of the selected space hold. */
const SPACE_BYTES =
  sql<number>`(select coalesce(sum(others.bytes), 0) from buckets others where others.space_id = ${spaces.id})`.mapWith(
    Number,
  )

/** Buckets of the authorised space, with what the space holds; add where, order and limit. */
export function selectBuckets(ctx: SpaceCtx) {
  return ctx.db
    .select({ ...getTableColumns(buckets), spaceQuotaMb: spaces.objectStorageMb, spaceBytes: SPACE_BYTES })
    .from(buckets)
    .innerJoin(spaces, eq(spaces.id, buckets.spaceId))
    .$dynamic()
}

export type BucketRow = Awaited<ReturnType<typeof selectBuckets>>[number]

export const bucketNamed = (ctx: SpaceCtx, name: string) =>
  and(eq(buckets.spaceId, ctx.space.id), eq(buckets.name, name))

/** The bucket of this name in the authorised space, and in no other. @throws {AlcoveError} NotFound */
export async function findBucket(ctx: SpaceCtx, name: string): Promise<BucketRow> {
  const [found] = await selectBuckets(ctx).where(bucketNamed(ctx, name))
  if (!found) throw notFound('bucket', name)
  return found
}

/** Its id alone: all that reading an object needs. @throws {AlcoveError} NotFound */
export async function findBucketId(ctx: SpaceCtx, name: string): Promise<string> {
  const [found] = await ctx.db.select({ id: buckets.id }).from(buckets).where(bucketNamed(ctx, name))
  if (!found) throw notFound('bucket', name)
  return found.id
}

/** Changes with the settings, not with the objects. */
export const bucketEtag = ({ quotaBytes, expiry }: Pick<BucketRow, 'quotaBytes' | 'expiry'>): string =>
  etagOf({ quotaBytes, expiry })

export function bucketOf({ platform }: Ctx, row: BucketRow): Bucket {
  return {
    id: row.id,
    name: row.name,
    quotaBytes: row.quotaBytes,
    expiry: row.expiry,
    objects: row.objects,
    bytes: row.bytes,
    space: { bytes: row.spaceBytes, quotaBytes: row.spaceQuotaMb * MB },
    storage: platform.objects.kind,
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy,
    updatedAt: iso(row.updatedAt),
    etag: bucketEtag(row),
  }
}
