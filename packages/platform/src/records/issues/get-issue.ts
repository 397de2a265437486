import { notFound, type IssueDetail } from '@alcove/contract'
import { and, desc, eq, gte, inArray, lt, or } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { aliasMoves, functions, invocations, issues } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { invocationOf, LISTED } from '../invocations/invocation-of.ts'
import { readChanges } from '../metrics/read-changes.ts'
import { releaseFrom } from '../metrics/release-from.ts'
import { readableFunctions } from '../logs/readable-functions.ts'
import { hoursOf, issueOf } from './issue-of.ts'

/** A change this long before the first failure is worth a look. */
const BEFORE_MS = 15 * 60_000

export const getIssue = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { issue: string } }): Promise<IssueDetail> =>
    readIssue(ctx, input.issue),
)

/** @throws {AlcoveError} NotFound, also where the caller may not read the function */
export async function readIssue(ctx: SpaceCtx, id: string): Promise<IssueDetail> {
  const names = await readableFunctions(ctx)
  const [row] = await ctx.db
    .select()
    .from(issues)
    .where(and(eq(issues.spaceId, ctx.space.id), eq(issues.id, id)))
  const fn = row && names.get(row.functionId)
  if (!row || fn === undefined) throw notFound('issue', id)
  const hours = await hoursOf(ctx, [id])
  const occurrences = await ctx.db
    .select(LISTED)
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(and(eq(invocations.spaceId, ctx.space.id), inArray(invocations.id, row.latest)))
    .orderBy(desc(invocations.id))
  return {
    ...issueOf(fn, row, hours(id), ctx.platform.clock.now()),
    frames: row.frames,
    startedAfter: await changeBefore(ctx, fn, row),
    occurrences: occurrences.map((each) => invocationOf(ctx, each)),
    changedBy: row.changedBy,
    changedAt: row.changedAt && iso(row.changedAt),
  }
}

/** The last change shortly before the issue was first seen. */
async function changeBefore(
  { db, space }: SpaceCtx,
  fn: string,
  { functionId, firstSeen, versions }: typeof issues.$inferSelect,
): Promise<IssueDetail['startedAfter']> {
  // A range excludes its end, and what changed in the same millisecond is worth naming.
  const range = { from: new Date(firstSeen.getTime() - BEFORE_MS), to: new Date(firstSeen.getTime() + 1) }
  const { at } = aliasMoves
  const [move] = await db
    .select()
    .from(aliasMoves)
    .where(
      and(
        eq(aliasMoves.functionId, functionId),
        gte(at, range.from),
        lt(at, range.to),
        // A version that does not fail is no cause.
        or(inArray(aliasMoves.version, versions), inArray(aliasMoves.additionalVersion, versions)),
      ),
    )
    .orderBy(desc(aliasMoves.id))
    .limit(1)
  const changes = await readChanges(db, { id: functionId, name: fn, spaceId: space.id }, range)
  // A configuration is that of the draft: versions keep their own.
  const last = changes.findLast(({ kind }) => kind !== 'configured' || versions.includes(0))
  if (!move || (last && Date.parse(last.at) > move.at.getTime())) return last ?? null
  return { kind: 'released', ...releaseFrom(fn, move) }
}
