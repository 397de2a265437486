import { sql, type SQL, type SQLWrapper } from 'drizzle-orm'

/** Whether a call is neither a test nor a replay. No trigger has a name with a space in it. */
export function ofCallers(triggerName: SQLWrapper): SQL {
  return sql`(${triggerName} is null or (${triggerName} not like 'test %' and ${triggerName} not like 'replay %'))`
}
