import type { QuotaLimit } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Ctx } from '../../kernel/context.ts'
import { codeBytesOf } from './code-bytes.ts'
import type { StoredQuota } from './quota-of.ts'

export type Counts = Partial<Record<QuotaLimit, number>>

/**
 * Counts what is limited in number or size. Versions, aliases and triggers: of the function that has the most. Files of
 * functions: of the server that holds the most.
 */
export async function countsOf(
  ctx: Ctx,
  { spaceId, functionId }: Pick<StoredQuota, 'spaceId' | 'functionId'>,
): Promise<Counts> {
  const of = functionId === null ? sql`f.space_id = ${spaceId}` : sql`f.id = ${functionId}`
  const most = (table: string) =>
    sql`(select coalesce(max(n), 0)::int from (
      select count(*) as n from ${sql.identifier(table)} x join functions f on f.id = x.function_id where ${of}
      group by f.id) counted)`
  const [counts] = await rowsOf<Counts>(
    ctx.db,
    sql`
      select
        (select count(*)::int from functions f where ${of}) as functions,
        (select count(*)::int from buckets where space_id = ${spaceId}) as buckets,
        (select count(*)::int from routes where space_id = ${spaceId}) as routes,
        ${codeBytesOf(sql`${spaceId}::uuid`)}::float8 / 1000000 as "codeMb",
        (select coalesce(sum(bytes), 0)::float8 / ${MIB} from buckets where space_id = ${spaceId}) as "objectStorageMb",
        (select coalesce(max(bytes), 0)::float8 / ${MIB} from space_files where space_id = ${spaceId}) as "storageMb",
        ${most('versions')} as versions, ${most('aliases')} as aliases, ${most('triggers')} as triggers,
        (select coalesce(max((d.configuration->>'memoryMb')::int), 0)
          from drafts d join functions f on f.id = d.function_id where ${of}) as "memoryMb"`,
  )
  return counts!
}

const MIB = 2 ** 20
