import { IssueDetail, IssueList, IssueQuery, PatchIssue, PatchIssues } from '@alcove/contract'
import { getIssue, listIssues, patchIssue, patchIssues } from '@alcove/platform'
import { route } from '../route.ts'

export const issueRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/issues',
    action: 'logs:read',
    some: true,
    summary: 'List failures grouped by type, message and place in the code',
    fresh: 'records',
    query: IssueQuery,
    answer: IssueList,
    run: ({ ctx, query }) => listIssues({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/issues/{issue}',
    action: 'logs:read',
    some: true,
    summary: 'Read an issue with its latest calls',
    fresh: 'records',
    answer: IssueDetail,
    run: ({ ctx, params }) => getIssue({ ctx, input: { issue: params.issue } }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}/issues',
    action: 'functions:write',
    summary: 'Resolve, ignore, reopen or assign several issues',
    body: PatchIssues,
    answer: IssueList,
    run: ({ ctx, body }) => patchIssues({ ctx, input: body }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}/issues/{issue}',
    action: 'functions:write',
    summary: 'Resolve, ignore, reopen or assign an issue',
    body: PatchIssue,
    answer: IssueDetail,
    run: ({ ctx, params, body }) => patchIssue({ ctx, input: { ...body, issue: params.issue } }),
  }),
]
