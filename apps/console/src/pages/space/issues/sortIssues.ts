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
    issues,
    Object.entries(issueValues).map(([id, value]) => ({ id, value })),
    by,
  )
}
