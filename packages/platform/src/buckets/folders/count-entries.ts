import type { FolderEntries } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { folderOf, LAST } from './folder-of.ts'

/** Takes up to a quarter of a second. */
const COUNTED = 10_000

/** Folders and objects directly in a folder. Reads the index once per entry, however many objects the folders hold. */
export async function countEntries(
  ctx: SpaceCtx,
  { bucketId, prefix }: { bucketId: string; prefix: string },
): Promise<FolderEntries> {
  const [row] = await rowsOf<FolderEntries>(
    ctx.db,
    sql`
      with recursive entry as (
        select 0 as n, ''::text collate "C" as at, null::boolean as folder
        union all
        select entry.n + 1, next.at, next.folder from entry, lateral (
          select coalesce(f.folder || ${LAST}, o.key) as at, f.folder is not null as folder
          from objects o, lateral (select ${folderOf(prefix, '/')} as folder) f
          where o.bucket_id = ${bucketId} and o.key > entry.at and o.key >= ${prefix} and o.key ^@ ${prefix}
          order by o.key limit 1
        ) next where entry.n <= ${COUNTED}
      )
      select count(*) filter (where folder and n <= ${COUNTED})::int as folders,
        count(*) filter (where not folder and n <= ${COUNTED})::int as objects,
        coalesce(max(n), 0) > ${COUNTED} as more
      from entry`,
  )
  return row!
}
