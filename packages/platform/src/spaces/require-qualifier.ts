import { AlcoveError } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { aliases, versions } from '../database/schema/index.ts'
import type { Ctx } from '../kernel/context.ts'

/** What is pinned to nothing would only ever fail. */
export async function requireQualifier(ctx: Ctx, functionId: string, qualifier: string): Promise<void> {
  if (qualifier === 'draft') return
  const found = /^[0-9]/.test(qualifier)
    ? await ctx.db
        .select({ number: versions.number })
        .from(versions)
        .where(and(eq(versions.functionId, functionId), eq(versions.number, Number(qualifier))))
    : await ctx.db
        .select({ name: aliases.name })
        .from(aliases)
        .where(and(eq(aliases.functionId, functionId), eq(aliases.name, qualifier)))
  if (found.length > 0) return
  throw new AlcoveError('ValidationFailed', `This function has no version or alias "${qualifier}"`, {
    errors: [{ path: 'qualifier', message: 'Must be "draft", one of its aliases or one of its versions' }],
  })
}
