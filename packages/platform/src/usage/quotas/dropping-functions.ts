import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Changing } from '../../kernel/context.ts'

/** Those of the functions that drop what triggers them: they or their space are suspended with that policy. */
export async function droppingFunctions(ctx: Changing, functionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const now = new Date(ctx.platform.clock.now()).toISOString()
  const rows = await rowsOf<{ id: string }>(
    ctx.db,
    sql`
      select f.id from functions f
      join spaces s on s.id = f.space_id
      join suspensions u on u.space_id = s.id and u.scope_id in (f.id, s.id)
      where f.id = any(${sql.param([...functionIds])}::uuid[]) and u.resumed_at is null and u.resumes_at > ${now}
        and case when u.function_id is null then s.quota else f.quota end ->> 'whenSuspended' = 'drop'`,
  )
  return new Set(rows.map(({ id }) => id))
}
