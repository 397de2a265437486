import { AlcoveError, LIMITS, type CreateUpload, type ObjectUpload } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { uploads } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { uploadOf } from './upload-of.ts'

const HOUR_MS = 3600_000
/** Open uploads of one bucket. */
const UPLOADS_MAX = 10_000

/** Starts an upload. Its parts may arrive in any order, at the same time and repeatedly. */
export const createUpload = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CreateUpload & { bucket: string } }): Promise<ObjectUpload> => {
    const { bucket, ...object } = input
    const bucketId = await findBucketId(ctx, bucket)
    if ((await ctx.db.$count(uploads, eq(uploads.bucketId, bucketId))) >= UPLOADS_MAX) {
      throw new AlcoveError('Conflict', `The bucket has ${UPLOADS_MAX} uploads that are not complete: end some first`)
    }
    const now = ctx.platform.clock.now()
    const [row] = await ctx.db
      .insert(uploads)
      .values({
        id: newId(now),
        bucketId,
        ...object,
        createdAt: new Date(now),
        createdBy: nameOf(ctx.actor),
        expiresAt: new Date(now + LIMITS.uploadHours * HOUR_MS),
      })
      .returning()
    return uploadOf(row!, [])
  },
)
