import type { ObjectList, ObjectsQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { decodeCursor, encodeCursor } from '../../database/cursor.ts'
import { rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { objects } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { folderOf, LAST } from '../folders/folder-of.ts'
import { objectOf } from './object-of.ts'

const ANY = /^/

interface Row extends Omit<RawRow<typeof objects>, 'bucket_id' | 'pieces'> {
  /** Where the next page starts. */
  at: string
  folder: string | null
}

/**
 * Objects by key. With a delimiter, keys that contain it after the prefix count as one folder. Reads the index once per
 * entry, however many objects a folder holds.
 */
export const listObjects = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ObjectsQuery & { bucket: string } }): Promise<ObjectList> => {
    const { prefix, delimiter, limit } = input
    const after = decodeCursor(input.cursor, ANY) ?? ''
    const bucketId = await findBucketId(ctx, input.bucket)
    const next = (after: ReturnType<typeof sql>) => sql`
      select o.key, o.bytes, o.etag, o.content_type, o.metadata, o.updated_at, o.updated_by, f.folder,
        coalesce(f.folder || ${LAST}, o.key) as at
      from objects o, lateral (select ${folderOf(prefix, delimiter)} as folder) f
      where o.bucket_id = ${bucketId} and o.key > ${after} and o.key >= ${prefix} and o.key ^@ ${prefix}
      order by o.key`
    const rows = await rowsOf<Row>(
      ctx.db,
      delimiter === ''
        ? sql`${next(sql`${after}::text`)} limit ${limit + 1}`
        : sql`
          with recursive page as (
            (select 1 as n, entry.* from (${next(sql`${after}::text`)} limit 1) entry)
            union all
            (select page.n + 1, entry.* from page, lateral (${next(sql`page.at`)} limit 1) entry where page.n <= ${limit})
          ) select * from page order by n`,
    )
    const shown = rows.slice(0, limit)
    return {
      items: shown.filter(({ folder }) => folder === null).map(itemOf),
      prefixes: shown.flatMap(({ folder }) => folder ?? []),
      nextCursor: rows.length > limit ? encodeCursor(shown.at(-1)!.at) : null,
    }
  },
)

function itemOf(row: Row) {
  return objectOf({
    key: row.key,
    bytes: Number(row.bytes),
    etag: row.etag,
    contentType: row.content_type,
    metadata: row.metadata,
    updatedAt: new Date(row.updated_at),
    updatedBy: row.updated_by,
  })
}
