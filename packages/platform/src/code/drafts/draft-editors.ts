import { LIMITS, type DraftPlace, type DraftPresence } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { draftEditors } from '../../database/schema/index.ts'
import { idOf, nameOf } from '../../kernel/actor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findDraft } from './get-draft.ts'

interface Tab {
  fn: string
  tab: string
}

/**
 * Says that a tab has the draft open, and answers who else has. The database's clock decides who is still there, since
 * several servers get reports from the tabs of one draft.
 */
export const noteEditor = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Tab & DraftPlace }): Promise<DraftPresence> => {
    const { functionId, codeHash } = await findDraft(ctx, input.fn)
    const { tab, file, line } = input
    const gone = sql`now() - make_interval(secs => ${LIMITS.draftEditorSeconds})`
    await ctx.db.execute(sql`delete from draft_editors where function_id = ${functionId} and seen_at < ${gone}`)
    // A tab belongs to who opened it: nobody else moves it.
    await ctx.db.execute(sql`
      insert into draft_editors as e (function_id, tab, owner, name, file, line, seen_at)
      select ${functionId}, ${tab}, ${idOf(ctx.actor)}, ${nameOf(ctx.actor)}, ${file}::text, ${line}::int, now()
      where (select count(*) from draft_editors where function_id = ${functionId} and tab <> ${tab}) < ${LIMITS.draftEditors}
      on conflict (function_id, tab) do update set file = excluded.file, line = excluded.line, seen_at = excluded.seen_at
      where e.owner = excluded.owner`)
    const items = await rowsOf<DraftPresence['items'][number]>(
      ctx.db,
      sql`
        select tab, name, file, line from draft_editors
        where function_id = ${functionId} and tab <> ${tab} order by tab`,
    )
    return { codeHash, items }
  },
)

/** Says that a tab was closed. */
export const forgetEditor = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Tab }): Promise<void> => {
  const { functionId } = await findDraft(ctx, input.fn)
  await ctx.db
    .delete(draftEditors)
    .where(
      and(
        eq(draftEditors.functionId, functionId),
        eq(draftEditors.tab, input.tab),
        eq(draftEditors.owner, idOf(ctx.actor)),
      ),
    )
})
