import { notFound, type SavedDraft } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { draftSaves } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { shownFilesOf } from '../packages/shown-files.ts'
import { saveOf } from './list-draft-saves.ts'

export const getDraftSave = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; save: string } }): Promise<SavedDraft> => {
    const row = await findSave(ctx, (await findFunction(ctx, input.fn)).id, input.save)
    return { ...saveOf(row), ...(await shownFilesOf(await ctx.platform.blobs.get(row.codeHash))) }
  },
)

export async function findSave(ctx: SpaceCtx, functionId: string, id: string) {
  const [row] = await ctx.db
    .select()
    .from(draftSaves)
    .where(and(eq(draftSaves.functionId, functionId), eq(draftSaves.id, id)))
  if (!row) throw notFound('save', id)
  return row
}
