import { sql, type SQL } from 'drizzle-orm'

/** Bytes of the code of all drafts, versions and layers of a space, as SQL. @param spaceId as SQL */
export function codeBytesOf(spaceId: SQL): SQL {
  return sql`(
    coalesce((select sum(c.code_bytes) from functions f join (
      select function_id, code_bytes from drafts union all select function_id, code_bytes from versions) c
      on c.function_id = f.id where f.space_id = ${spaceId}), 0)
    + coalesce((select sum(v.bytes) from layers l join layer_versions v on v.layer_id = l.id
      where l.space_id = ${spaceId}), 0))`
}
