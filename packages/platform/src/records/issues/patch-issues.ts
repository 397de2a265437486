import type { IssueList, PatchIssues } from '@alcove/contract'
import { inArray } from 'drizzle-orm'
import { issues } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { changeIssues } from './change-issues.ts'
import { issueList } from './list-issues.ts'

/** Resolves, ignores, reopens or assigns several issues: all of them, or none. */
export const patchIssues = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PatchIssues }): Promise<IssueList> =>
  change(ctx, async (ctx) => {
    await changeIssues(ctx, input.issues, input)
    return issueList(ctx, inArray(issues.id, input.issues))
  }),
)
