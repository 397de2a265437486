import type { MetricsQuery } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'

/** What a query says about rows of metric_minutes `m`, besides their function and time. */
export function conditionsOf({ version, qualifier, trigger }: MetricsQuery): SQL {
  const number = version === 'draft' ? 0 : version
  return sql`${number === undefined ? sql`true` : sql`m.version = ${number}`}
    ${qualifier === undefined ? sql`` : sql`and m.qualifier = ${qualifier}`}
    ${trigger === undefined ? sql`` : sql`and m.trigger = ${trigger}`}`
}
