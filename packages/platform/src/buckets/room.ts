import { AlcoveError, LIMITS } from '@alcove/contract'
import type { SpaceCtx } from '../kernel/context.ts'
import { findBucket, type BucketRow } from './bucket-of.ts'

const MB = 2 ** 20

/**
 * The bucket, and how many bytes its quota and that of the space leave. A larger body is refused before it is read; the
 * exact decision follows when it is written.
 * @throws {AlcoveError} NotFound
 */
export async function roomIn(ctx: SpaceCtx, name: string): Promise<{ bucket: BucketRow; bytes: number }> {
  const bucket = await findBucket(ctx, name)
  const ofBucket = bucket.quotaBytes === null ? Infinity : bucket.quotaBytes - bucket.bytes
  const ofSpace = bucket.spaceQuotaMb * MB - bucket.spaceBytes
  return { bucket, bytes: Math.max(0, Math.min(ofBucket, ofSpace)) }
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
