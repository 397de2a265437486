import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { functions } from '../../database/schema/index.ts'

/** The id of the function that a grant is narrowed to; null: none. @throws {AlcoveError} NotFound */
export async function grantedFunction(ctx: SpaceCtx, name: string | null): Promise<string | null> {
  if (name === null) return null
  const [found] = await ctx.db
    .select({ id: functions.id })
    .from(functions)
    .where(and(eq(functions.spaceId, ctx.space.id), eq(functions.name, name)))
  if (!found) throw notFound('function', name)
  return found.id
}
