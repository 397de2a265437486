import { AlcoveError, notFound, type IssueDetail, type PatchIssue } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { accounts, issues } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readIssue } from './get-issue.ts'

/** Resolves, ignores, reopens or assigns an issue. */
export const patchIssue = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PatchIssue & { issue: string } }): Promise<IssueDetail> =>
    change(ctx, async (ctx) => {
      const { issue: id, status, assignee, resolvedIn = null, ignoredUntil = null, ignoredCalls = null } = input
      if (assignee) await requireAccount(ctx, assignee)
      const here = and(eq(issues.spaceId, ctx.space.id), eq(issues.id, id))
      const [was] = await ctx.db.select().from(issues).where(here).for('update')
      if (!was) throw notFound('issue', id)
      await ctx.db
        .update(issues)
        .set({
          ...(status && {
            status,
            resolvedIn: status === 'resolved' ? resolvedIn : null,
            ignoredUntil: status === 'ignored' && ignoredUntil !== null ? new Date(ignoredUntil) : null,
            ignoredToCount: status === 'ignored' && ignoredCalls !== null ? was.count + ignoredCalls : null,
          }),
          ...(assignee !== undefined && { assignee }),
          changedBy: nameOf(ctx.actor),
          changedAt: new Date(ctx.platform.clock.now()),
        })
        .where(here)
      const after = {
        status,
        assignee,
        ...(status === 'resolved' && { resolvedIn }),
        ...(status === 'ignored' && { ignoredUntil, ignoredCalls }),
      }
      await ctx.change.audit('issues:change', `issue ${id}`, changed(was, after))
      return readIssue(ctx, id)
    }),
)

async function requireAccount({ db }: SpaceCtx, email: string): Promise<void> {
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(sql`lower(${accounts.email})`, email.toLowerCase()))
  if (account) return
  const message = 'No account has this address'
  throw new AlcoveError('ValidationFailed', 'The issue cannot be assigned', { errors: [{ path: 'assignee', message }] })
}
