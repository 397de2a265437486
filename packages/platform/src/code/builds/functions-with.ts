import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'

/** Ids of the functions whose draft or a version has this build. */
export async function functionsWith(connection: Connection, key: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`
      select function_id as id from drafts where build_key = ${key}
      union select function_id from versions where build_key = ${key}`,
  )
  return rows.map(({ id }) => id)
}
