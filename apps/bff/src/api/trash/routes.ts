import { Restore, Restored, TrashedFunctionList, TrashedSpaceList } from '@alcove/contract'
import {
  listTrashedFunctions,
  listTrashedSpaces,
  removeTrashedFunction,
  removeTrashedSpace,
  restoreFunction,
  restoreSpace,
} from '@alcove/platform'
import { sweepStorage } from '../../process/sweep-storage.ts'
import { route } from '../route.ts'

export const trashRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/trash',
    action: 'functions:read',
    summary: 'List the functions of a space that were deleted in the last seven days',
    answer: TrashedFunctionList,
    run: ({ ctx }) => listTrashedFunctions({ ctx, input: {} }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/trash/{trashed}/restore',
    action: 'functions:write',
    summary: 'Restore a deleted function with its versions, aliases, triggers and secrets',
    body: Restore,
    answer: Restored,
    run: ({ ctx, params, body }) => restoreFunction({ ctx, input: { trashed: params.trashed, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/trash/{trashed}',
    action: 'functions:write',
    summary: 'Remove a deleted function for good, with its invocations, logs and metrics',
    status: 204,
    run: ({ ctx, params }) => removeTrashedFunction({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/trash',
    action: 'signedIn',
    keyNeeds: 'spaces:write',
    summary: 'List the spaces that were deleted in the last seven days and that you may restore',
    answer: TrashedSpaceList,
    run: ({ ctx }) => listTrashedSpaces({ ctx, input: {} }),
  }),
  route({
    method: 'post',
    path: '/trash/{trashed}/restore',
    action: 'signedIn',
    keyNeeds: 'spaces:write',
    summary: 'Restore a deleted space with everything in it',
    body: Restore,
    answer: Restored,
    run: ({ ctx, params, body }) => restoreSpace({ ctx, input: { trashed: params.trashed, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/trash/{trashed}',
    action: 'signedIn',
    keyNeeds: 'spaces:write',
    summary: 'Remove a deleted space for good, with everything in it',
    status: 204,
    run: async ({ deps, ctx, params }) => {
      await removeTrashedSpace({ ctx, input: params })
      await sweepStorage(deps.platform, deps.engine)
    },
  }),
]
