import { AlcoveError, notFound, type PatchIssue } from '@alcove/contract'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { accounts, issues } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { changed } from '../../kernel/audit/changed.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { readableFunctions } from '../logs/readable-functions.ts'

/** An issue that only the draft had, version 0, is in no version: any later failure reopens it. */
const NEXT_VERSION = sql`(select nullif(max(v), 0) + 1 from unnest(${issues.versions}) v)`

/**
 * Resolves, ignores, reopens or assigns issues, each with its own entry in the audit.
 *
 * @throws {AlcoveError} NotFound, also where the caller may not read a function; none has changed then
 */
export async function changeIssues(ctx: Changing<SpaceCtx>, ids: readonly string[], patch: PatchIssue): Promise<void> {
  const { status, assignee, resolvedIn = null, ignoredUntil = null, ignoredCalls = null } = patch
  if (assignee) await requireAccount(ctx, assignee)
  const names = await readableFunctions(ctx)
  const rows = await ctx.db
    .select()
    .from(issues)
    .where(and(eq(issues.spaceId, ctx.space.id), inArray(issues.id, [...ids])))
    // The order in which the recorder updates them: neither waits for the other in a circle.
    .orderBy(asc(issues.functionId), asc(issues.fingerprint))
    .for('update')
  const found = new Map(rows.filter(({ functionId }) => names.has(functionId)).map((row) => [row.id, row]))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw notFound('issue', missing)
  await ctx.db
    .update(issues)
    .set({
      ...(status && {
        status,
        resolvedIn: status !== 'resolved' ? null : resolvedIn === 'next' ? NEXT_VERSION : resolvedIn,
        ignoredUntil: status === 'ignored' && ignoredUntil !== null ? new Date(ignoredUntil) : null,
        ignoredToCount: status === 'ignored' && ignoredCalls !== null ? sql`${issues.count} + ${ignoredCalls}` : null,
      }),
      ...(assignee !== undefined && { assignee }),
      changedBy: nameOf(ctx.actor),
      changedAt: new Date(ctx.platform.clock.now()),
    })
    .where(inArray(issues.id, [...ids]))
  const after = {
    status,
    assignee,
    ...(status === 'resolved' && { resolvedIn }),
    ...(status === 'ignored' && { ignoredUntil, ignoredCalls }),
  }
  // oxlint-disable-next-line no-await-in-loop -- only collects the entries of this transaction
  for (const [id, was] of found) await ctx.change.audit('issues:change', `issue ${id}`, changed(was, after))
}

async function requireAccount({ db }: SpaceCtx, email: string): Promise<void> {
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(sql`lower(${accounts.email})`, email.toLowerCase()))
  if (account) return
  const message = 'No account has this address'
  throw new AlcoveError('ValidationFailed', 'The issue cannot be assigned', { errors: [{ path: 'assignee', message }] })
}
