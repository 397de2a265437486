import { and, eq, inArray } from 'drizzle-orm'
import { functions } from '../../database/schema/index.ts'
import { functionsWith } from '../../identity/access/rights.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

/** The functions of the space whose lines the caller may read: names by id. */
export async function readableFunctions({ db, space }: Pick<SpaceCtx, 'db' | 'space'>): Promise<Map<string, string>> {
  const names = functionsWith(space, 'logs:read')
  if (names?.length === 0) return new Map()
  const rows = await db
    .select({ id: functions.id, name: functions.name })
    .from(functions)
    .where(and(eq(functions.spaceId, space.id), names === null ? undefined : inArray(functions.name, names)))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
