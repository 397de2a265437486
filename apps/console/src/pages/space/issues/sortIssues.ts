import type { Issue } from '@alcove/contract'
import { sortRows } from '../../../ui/table/sortRows.ts'

/** What the columns sort by. */
export const issueValues = {
  issue: ({ type, message }: Issue) => `${type}: ${message}`,
  calls: ({ count }: Issue) => count,
  callers: ({ callers }: Issue) => callers,
  seen: ({ lastSeen }: Issue) => lastSeen,
}

/** The issues as the table shows them: a range of selected ones is what lies between two of its rows. */
export function sortIssues(issues: readonly Issue[], by: string | undefined): readonly Issue[] {
  return sortRows(
    // Without a column to sort by, those that need a look come first.
    issues.toSorted((a, b) => Number(a.attention === null) - Number(b.attention === null)),
    Object.entries(issueValues).map(([id, value]) => ({ id, value })),
    by,
  )
}
