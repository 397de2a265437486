import { Budget, PutBudget, SavedBudget } from '@alcove/contract'
import { deleteBudget, getBudget, putBudget } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const budgetRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/budget',
    action: 'usage:read',
    summary: 'Read the budget of a space, what this month costs so far, and which percentages it has reached',
    fresh: 'records',
    answer: Budget,
    headers: (budget) => ({ ETag: quoted(budget.etag) }),
    run: ({ ctx }) => getBudget({ ctx, input: {} }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/budget',
    action: 'quotas:write',
    summary: 'Set the budget of a space, when to tell of it, and by which webhook. If-Match: only as you last saw it',
    body: PutBudget,
    answer: SavedBudget,
    headers: (budget) => ({ ETag: quoted(budget.etag) }),
    run: ({ ctx, body, request }) => putBudget({ ctx, input: { ...body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/budget',
    action: 'quotas:write',
    summary: 'Remove the budget of a space',
    status: 204,
    run: ({ ctx }) => deleteBudget({ ctx, input: {} }),
  }),
]
