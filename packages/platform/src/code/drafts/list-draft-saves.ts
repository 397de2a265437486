import type { DraftSave, Page, PageQuery } from '@alcove/contract'
import { and, desc, eq, lt } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { draftSaves } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findDraft } from './get-draft.ts'

/** The draft as it is now, and before it the states that saves replaced, newest first. */
export const listDraftSaves = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { fn: string } }): Promise<Page<DraftSave>> => {
    const draft = await findDraft(ctx, input.fn)
    const before = decodeCursor(input.cursor, BY_ID)
    const rows = await ctx.db
      .select()
      .from(draftSaves)
      .where(and(eq(draftSaves.functionId, draft.functionId), before === null ? undefined : lt(draftSaves.id, before)))
      .orderBy(desc(draftSaves.id))
      .limit(input.limit + 1)
    const page = pageFrom(rows, input.limit, ({ id }) => id, saveOf)
    return before === null ? { ...page, items: [saveOf({ ...draft, id: null }), ...page.items] } : page
  },
)

type Row = Omit<typeof draftSaves.$inferSelect, 'id'> & { id: string | null }

export function saveOf({ id, codeHash, codeBytes, savedAt, savedBy, change }: Row): DraftSave {
  return { id, codeHash, codeBytes, savedAt: iso(savedAt), savedBy, change }
}
