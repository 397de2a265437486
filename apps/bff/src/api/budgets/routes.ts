import { Budget, PutBudget, SavedBudget } from '@alcove/contract'
import { deleteBudget, getBudget, putBudget } from '@alcove/platform'
import { route } from '../route.ts'

export const budgetRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/budget',
    action: 'usage:read',
    summary: 'Read the budget of a space, what this month costs so far, and which percentages it has reached',
    fresh: 'records',
    answer: Budget,
    run: ({ ctx }) => getBudget({ ctx, input: {} }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/budget',
    action: 'quotas:write',
    summary: 'Set the budget of a space, when to tell of it, and by which webhook',
    body: PutBudget,
    answer: SavedBudget,
    run: ({ ctx, body }) => putBudget({ ctx, input: body }),
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
