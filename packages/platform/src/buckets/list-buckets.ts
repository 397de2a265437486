import type { Bucket, Page, PageQuery } from '@alcove/contract'
import { and, eq, gt } from 'drizzle-orm'
import { BY_NAME, decodeCursor, pageFrom } from '../database/cursor.ts'
import { buckets } from '../database/schema/index.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { bucketOf, selectBuckets } from './bucket-of.ts'

/** Buckets of the space by name. */
export const listBuckets = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Bucket>> => {
  const after = decodeCursor(input.cursor, BY_NAME)
  const rows = await selectBuckets(ctx)
    .where(and(eq(buckets.spaceId, ctx.space.id), after === null ? undefined : gt(buckets.name, after)))
    .orderBy(buckets.name)
    .limit(input.limit + 1)
  return pageFrom(
    rows,
    input.limit,
    (row) => row.name,
    (row) => bucketOf(ctx, row),
  )
})
