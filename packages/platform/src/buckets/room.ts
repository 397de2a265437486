import { AlcoveError, LIMITS, notFound } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { prepared } from '../database/connect.ts'
import type { SpaceCtx } from '../kernel/context.ts'

const MB = 2 ** 20

interface Room {
  bucketId: string
  /** That the quotas of the bucket and of the space leave. */
  bytes: number
  /** What the key names now; null when it names nothing. */
  object: { etag: string; bytes: number } | null
}

const select = prepared<{
  id: string
  bytes: string
  quota_bytes: string | null
  space_bytes: string
  space_quota_mb: number
  object_etag: string | null
  object_bytes: string
}>(sql`
  select b.id, b.bytes, b.quota_bytes, s.object_storage_mb as space_quota_mb,
    (select sum(others.bytes) from buckets others where others.space_id = s.id) as space_bytes,
    o.etag as object_etag, o.bytes as object_bytes
  from buckets b
  join spaces s on s.id = b.space_id
  left join objects o on o.bucket_id = b.id and o.key = ${sql.placeholder('key')}
  where b.space_id = ${sql.placeholder('spaceId')} and b.name = ${sql.placeholder('bucket')}`)

/**
 * How much room a bucket has. A larger body is refused before it is read; the exact decision follows when it is written.
 * @throws {AlcoveError} NotFound
 */
export async function roomIn(ctx: SpaceCtx, { bucket, key }: { bucket: string; key: string }): Promise<Room> {
  const [found] = await select(ctx.db, { spaceId: ctx.space.id, bucket, key })
  if (!found) throw notFound('bucket', bucket)
  const ofBucket = found.quota_bytes === null ? Infinity : Number(found.quota_bytes) - Number(found.bytes)
  const ofSpace = found.space_quota_mb * MB - Number(found.space_bytes)
  return {
    bucketId: found.id,
    bytes: Math.max(0, Math.min(ofBucket, ofSpace)),
    object: found.object_etag === null ? null : { etag: found.object_etag, bytes: Number(found.object_bytes) },
  }
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
