import type { Bucket } from '@alcove/contract'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { bucketOf, findBucket } from './bucket-of.ts'

export const getBucket = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { bucket: string } }): Promise<Bucket> =>
  bucketOf(ctx, await findBucket(ctx, input.bucket)),
)
