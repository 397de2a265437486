import type { LinksQuery, ObjectLink, Page } from '@alcove/contract'
import { and, desc, eq, lt } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { objectLinks } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { linkOf } from './link.ts'

/** Links to objects of a bucket, the newest first, with those that ended in the last days. */
export const listLinks = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: LinksQuery & { bucket: string } }): Promise<Page<ObjectLink>> => {
    const { bucket, key, limit } = input
    const before = decodeCursor(input.cursor, BY_ID)
    const bucketId = await findBucketId(ctx, bucket)
    const rows = await ctx.db
      .select()
      .from(objectLinks)
      .where(
        and(
          eq(objectLinks.bucketId, bucketId),
          key === undefined ? undefined : eq(objectLinks.key, key),
          before === null ? undefined : lt(objectLinks.id, before),
        ),
      )
      .orderBy(desc(objectLinks.id))
      .limit(limit + 1)
    return pageFrom(
      rows,
      limit,
      ({ id }) => id,
      (row) => linkOf(ctx, bucket, row),
    )
  },
)
