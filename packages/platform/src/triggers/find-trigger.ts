import { notFound } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { triggers } from '../database/schema/index.ts'
import type { SpaceCtx } from '../kernel/context.ts'
import type { StoredTrigger } from './stored-trigger.ts'

/** The trigger of this name of a function that was found in the authorised space. */
export async function findTrigger(ctx: SpaceCtx, functionId: string, name: string): Promise<StoredTrigger> {
  const [found] = await ctx.db
    .select()
    .from(triggers)
    .where(and(eq(triggers.functionId, functionId), eq(triggers.name, name)))
  if (!found) throw notFound('trigger', name)
  return found as StoredTrigger
}
