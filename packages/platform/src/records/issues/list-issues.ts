import type { IssueList, IssueQuery } from '@alcove/contract'
import { and, desc, eq, gte, ilike, inArray, or, sql, type SQL } from 'drizzle-orm'
import { containing } from '../../database/containing.ts'
import { issues } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readableFunctions } from '../logs/readable-functions.ts'
import { hoursOf, issueOf } from './issue-of.ts'

const MOST = 500

/** The issues of the functions that the caller may read, the last seen first. */
export const listIssues = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: IssueQuery }): Promise<IssueList> => {
  const pattern = input.q === undefined ? null : containing(input.q)
  return issueList(
    ctx,
    and(
      eq(issues.status, input.status),
      input.assignee === undefined ? undefined : eq(sql`lower(${issues.assignee})`, input.assignee.toLowerCase()),
      input.from === undefined ? undefined : gte(issues.lastSeen, new Date(input.from)),
      pattern === null ? undefined : or(ilike(issues.type, pattern), ilike(issues.message, pattern)),
    ),
    input.function,
  )
})

/** Those of the caller's issues that match, of one function where it is named. */
export async function issueList(ctx: SpaceCtx, matching: SQL | undefined, fn?: string): Promise<IssueList> {
  const names = await readableFunctions(ctx)
  const ids = [...names].filter(([, name]) => fn === undefined || name === fn)
  if (ids.length === 0) return { items: [] }
  const rows = await ctx.db
    .select()
    .from(issues)
    .where(
      and(
        eq(issues.spaceId, ctx.space.id),
        inArray(
          issues.functionId,
          ids.map(([id]) => id),
        ),
        matching,
      ),
    )
    .orderBy(desc(issues.lastSeen))
    .limit(MOST)
  const hours = await hoursOf(
    ctx,
    rows.map(({ id }) => id),
  )
  const now = ctx.platform.clock.now()
  return { items: rows.map((row) => issueOf(names.get(row.functionId)!, row, hours(row.id), now)) }
}
