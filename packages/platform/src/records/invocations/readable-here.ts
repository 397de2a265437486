import { inArray, sql, type SQL } from 'drizzle-orm'
import { functions } from '../../database/schema/index.ts'
import { functionsWith } from '../../identity/access/rights.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

/** The condition that keeps to the functions whose calls the caller may read; undefined: all of the space. */
export function readableHere({ space }: SpaceCtx): SQL | undefined {
  const names = functionsWith(space, 'logs:read')
  if (names === null) return undefined
  return names.length > 0 ? inArray(functions.name, names) : sql`false`
}
