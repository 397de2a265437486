import { AlcoveError, LIMITS, notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { buckets, objects, spaces } from '../database/schema/index.ts'
import type { SpaceCtx } from '../kernel/context.ts'
import { bucketNamed, SPACE_BYTES } from './bucket-of.ts'

const MB = 2 ** 20

interface Room {
  bucketId: string
  /** That the quotas of the bucket and of the space leave. */
  bytes: number
  /** What the key names now; null when it names nothing. */
  object: { etag: string; bytes: number } | null
}

/**
 * How much room a bucket has. A larger body is refused before it is read; the exact decision follows when it is written.
 * @throws {AlcoveError} NotFound
 */
export async function roomIn(ctx: SpaceCtx, { bucket, key }: { bucket: string; key: string }): Promise<Room> {
  const [found] = await ctx.db
    .select({
      id: buckets.id,
      quotaBytes: buckets.quotaBytes,
      bytes: buckets.bytes,
      spaceQuotaMb: spaces.objectStorageMb,
      spaceBytes: SPACE_BYTES,
      object: { etag: objects.etag, bytes: objects.bytes },
    })
    .from(buckets)
    .innerJoin(spaces, eq(spaces.id, buckets.spaceId))
    .leftJoin(objects, and(eq(objects.bucketId, buckets.id), eq(objects.key, key)))
    .where(bucketNamed(ctx, bucket))
    .prepare('room-in')
    .execute()
  if (!found) throw notFound('bucket', bucket)
  const ofBucket = found.quotaBytes === null ? Infinity : found.quotaBytes - found.bytes
  const ofSpace = found.spaceQuotaMb * MB - found.spaceBytes
  return { bucketId: found.id, bytes: Math.max(0, Math.min(ofBucket, ofSpace)), object: found.object }
}

/** @throws {AlcoveError} PayloadTooLarge or InsufficientStorage for a body whose declared length does not fit */
export function requireFits(length: number | null, room: number): void {
  if (length === null) return
  if (length > LIMITS.objectBytes) {
    throw new AlcoveError('PayloadTooLarge', `An object may have at most ${LIMITS.objectBytes} bytes`)
  }
  if (length > room) {
    throw new AlcoveError(
      'InsufficientStorage',
      `The quota leaves room for ${room} bytes, and these are ${length}: delete objects or raise it`,
    )
  }
}
