import type { IssueDetail, PatchIssue } from '@alcove/contract'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { changeIssues } from './change-issues.ts'
import { readIssue } from './get-issue.ts'

/** Resolves, ignores, reopens or assigns an issue. */
export const patchIssue = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PatchIssue & { issue: string } }): Promise<IssueDetail> =>
    change(ctx, async (ctx) => {
      await changeIssues(ctx, [input.issue], input)
      return readIssue(ctx, input.issue)
    }),
)
