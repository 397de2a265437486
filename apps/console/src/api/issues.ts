import type { Issue, IssueDetail, IssueList, IssueStatus, PatchIssues } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const issuesKey = (space: string) => [...spaceKey(space), 'issues'] as const

interface IssueFilter {
  status: IssueStatus
  assignee?: string | undefined
  q?: string | undefined
  function?: string | undefined
}

export const issuesQuery = (space: string, filter: IssueFilter) =>
  queryOptions({
    queryKey: [...issuesKey(space), 'list', filter],
    queryFn: async ({ signal }): Promise<Issue[]> =>
      (await request<IssueList>(['spaces', space, 'issues'], { signal, query: { ...filter } })).items,
    refetchInterval: every(10_000),
  })

export const issueQuery = (space: string, id: string) =>
  queryOptions({
    queryKey: [...issuesKey(space), id],
    queryFn: ({ signal }) => request<IssueDetail>(['spaces', space, 'issues', id], { signal }),
    refetchInterval: every(10_000),
  })

export const patchIssues = (space: string, body: PatchIssues) =>
  request<IssueList>(['spaces', space, 'issues'], { method: 'PATCH', body })
