import type { FolderSize, FolderSizeQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { isoOrNull, rowsOf } from '../../database/connect.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { countEntries } from './count-entries.ts'

/** However large a folder is, the answer takes milliseconds. */
const COUNTED = 10_000

export const getFolderSize = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: FolderSizeQuery & { bucket: string } }): Promise<FolderSize> => {
    const { bucket, prefix, delimiter } = input
    const bucketId = await findBucketId(ctx, bucket)
    const [row] = await rowsOf<{ objects: number; bytes: string; updated_at: string | null; more: boolean }>(
      ctx.db,
      sql`
        select least(count(*), ${COUNTED})::int as objects, count(*) > ${COUNTED} as more,
          coalesce(sum(bytes) filter (where n <= ${COUNTED}), 0) as bytes,
          max(updated_at) filter (where n <= ${COUNTED}) as updated_at
        from (
          select bytes, updated_at, row_number() over (order by key) as n from objects
          where bucket_id = ${bucketId} and key >= ${prefix} and key ^@ ${prefix}
          order by key limit ${COUNTED + 1}
        ) as first`,
    )
    const { objects, bytes, more, updated_at } = row!
    const size = { objects, bytes: Number(bytes), more, updatedAt: isoOrNull(updated_at) }
    return delimiter === undefined ? size : { ...size, entries: await countEntries(ctx, { bucketId, prefix }) }
  },
)
