import { FAULT, INVOCATION_STATUSES, type InvocationStatus } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'

/** What counts as an error: failures of the function or the platform. */
export const FAILURE_STATUSES: readonly InvocationStatus[] = INVOCATION_STATUSES.filter(
  (status) => FAULT[status] === 'function' || FAULT[status] === 'platform',
)

/** `functionError` → `function_error`: the column of metric_minutes that counts it. */
export function columnOf(status: InvocationStatus): string {
  return status.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** SQL: the sum of these statuses' columns in a row of metric_minutes. */
export function countOf(statuses: readonly InvocationStatus[]): SQL {
  return sql.raw(`(${statuses.map((status) => `m.${columnOf(status)}`).join(' + ')})`)
}
