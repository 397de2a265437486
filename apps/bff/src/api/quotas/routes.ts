import {
  FunctionQuota,
  FunctionQuotaList,
  FunctionQuotaState,
  PageQuery,
  Resume,
  SpaceQuota,
  SpaceQuotaState,
  SuspensionList,
  SuspensionQuery,
} from '@alcove/contract'
import {
  getFunctionQuota,
  getSpaceQuota,
  listFunctionQuotas,
  listSuspensions,
  putFunctionQuota,
  putSpaceQuota,
  resumeFunction,
  resumeSpace,
} from '@alcove/platform'
import { requireOnDisk } from '../spaces/space.ts'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const quotaRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/quota',
    action: 'usage:read',
    summary: 'Read the limits of a space and what is used of each',
    answer: SpaceQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx }) => getSpaceQuota({ ctx, input: {} }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/quota',
    action: 'quotas:write',
    summary:
      'Set the limits of a space; left out or null: no limit, except for what it may store, which stays. If-Match: only as you last saw it',
    body: SpaceQuota,
    answer: SpaceQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run({ deps, ctx, body, request }) {
      requireOnDisk(deps.engine, 'storageMb', body.storageMb)
      return putSpaceQuota({ ctx, input: { quota: body, expected: expectedBy(request.headers) } })
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/quota/functions',
    action: 'usage:read',
    summary: 'List the functions that have limits of their own, and what is used of each',
    query: PageQuery,
    answer: FunctionQuotaList,
    run: ({ ctx, query }) => listFunctionQuotas({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/quota/suspensions',
    action: 'usage:read',
    summary: 'List when the space and its functions were suspended, and what ended it',
    query: SuspensionQuery,
    answer: SuspensionList,
    run: ({ ctx, query }) => listSuspensions({ ctx, input: query }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/resume',
    action: 'quotas:write',
    summary: 'Lift the suspension of a space before its time',
    body: Resume,
    answer: SpaceQuotaState,
    run: ({ ctx, body }) => resumeSpace({ ctx, input: body }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/quota',
    action: 'usage:read',
    summary: 'Read the limits of a function and what is used of each',
    answer: FunctionQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params }) => getFunctionQuota({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/quota',
    action: 'quotas:write',
    summary: 'Set the limits of a function; left out or null: no limit. If-Match: only as you last saw it',
    body: FunctionQuota,
    answer: FunctionQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params, body, request }) =>
      putFunctionQuota({ ctx, input: { fn: params.fn, quota: body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/quota/suspensions',
    action: 'usage:read',
    summary: 'List when the function was suspended, and what ended it',
    query: SuspensionQuery,
    answer: SuspensionList,
    run: ({ ctx, params, query }) => listSuspensions({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/resume',
    action: 'quotas:write',
    summary: 'Lift the suspension of a function before its time',
    body: Resume,
    answer: FunctionQuotaState,
    run: ({ ctx, params, body }) => resumeFunction({ ctx, input: { fn: params.fn, ...body } }),
  }),
]
