import { sql } from 'drizzle-orm'

/** The code and builds of functions in the trash: the sweep keeps them as long as they can be restored. */
export const TRASHED_CODE = `
  select t.space_id, t.name, row ->> 'code_hash' as code_hash, row ->> 'build_key' as build_key, row ->> 'number' as number
  from trash t, lateral (
    select json_array_elements(t.rows -> 'drafts') as row union all select json_array_elements(t.rows -> 'versions')
    union all select json_array_elements(t.rows -> 'draft_saves')
  ) code`

export const trashedCode = sql.raw(TRASHED_CODE)
