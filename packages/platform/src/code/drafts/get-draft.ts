import { notFound, type Draft } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { drafts } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { shownFilesOf } from '../packages/shown-files.ts'

export const getDraft = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<Draft> => {
  const draft = await findDraft(ctx, input.fn)
  return {
    ...(await shownFilesOf(await ctx.platform.blobs.get(draft.codeHash))),
    configuration: draft.configuration,
    revision: draft.revision,
    codeHash: draft.codeHash,
    savedAt: iso(draft.savedAt),
    savedBy: draft.savedBy,
  }
})

export async function findDraft(ctx: SpaceCtx, name: string) {
  const fn = await findFunction(ctx, name)
  const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
  if (!draft) throw notFound('function', name)
  return draft
}
