import { CallQuota, CallQuotaState, Resume } from '@alcove/contract'
import { getCallQuota, putCallQuota, resumeCalls } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

/** Limits of the calls that come by a trigger, a gateway route or an API key, and of all calls. */
export const callQuotaRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}/quota',
    action: 'usage:read',
    summary: 'Read the limits of a trigger and what is used of each',
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params }) =>
      getCallQuota({ ctx, input: { place: { of: 'trigger', fn: params.fn, trigger: params.trigger } } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}/quota',
    action: 'quotas:write',
    summary: 'Set the limits of a trigger; left out or null: no limit. If-Match: only as you last saw it',
    body: CallQuota,
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params, body, request }) =>
      putCallQuota({
        ctx,
        input: {
          place: { of: 'trigger', fn: params.fn, trigger: params.trigger },
          quota: body,
          expected: expectedBy(request.headers),
        },
      }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/triggers/{trigger}/resume',
    action: 'quotas:write',
    summary: 'Lift the suspension of a trigger before its time',
    body: Resume,
    answer: CallQuotaState,
    run: ({ ctx, params, body }) =>
      resumeCalls({ ctx, input: { place: { of: 'trigger', fn: params.fn, trigger: params.trigger }, ...body } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/routes/{route}/quota',
    action: 'usage:read',
    summary: 'Read the limits of a gateway route and what is used of each',
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params }) => getCallQuota({ ctx, input: { place: { of: 'route', route: params.route } } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/routes/{route}/quota',
    action: 'quotas:write',
    summary: 'Set the limits of a gateway route; left out or null: no limit. If-Match: only as you last saw it',
    body: CallQuota,
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params, body, request }) =>
      putCallQuota({
        ctx,
        input: { place: { of: 'route', route: params.route }, quota: body, expected: expectedBy(request.headers) },
      }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/routes/{route}/resume',
    action: 'quotas:write',
    summary: 'Lift the suspension of a gateway route before its time',
    body: Resume,
    answer: CallQuotaState,
    run: ({ ctx, params, body }) =>
      resumeCalls({ ctx, input: { place: { of: 'route', route: params.route }, ...body } }),
  }),
  route({
    method: 'get',
    path: '/keys/{key}/quota',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Read the limits of an API key and what is used of each',
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params }) => getCallQuota({ ctx, input: { place: { of: 'key', key: params.key } } }),
  }),
  route({
    method: 'put',
    path: '/keys/{key}/quota',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Set the limits of an API key; left out or null: no limit. If-Match: only as you last saw it',
    body: CallQuota,
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, params, body, request }) =>
      putCallQuota({
        ctx,
        input: { place: { of: 'key', key: params.key }, quota: body, expected: expectedBy(request.headers) },
      }),
  }),
  route({
    method: 'post',
    path: '/keys/{key}/resume',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Lift the suspension of an API key before its time',
    body: Resume,
    answer: CallQuotaState,
    run: ({ ctx, params, body }) => resumeCalls({ ctx, input: { place: { of: 'key', key: params.key }, ...body } }),
  }),
  route({
    method: 'get',
    path: '/quota',
    action: 'platform:admin',
    summary: 'Read the limits of all of Alcove and what is used of each',
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx }) => getCallQuota({ ctx, input: { place: { of: 'platform' } } }),
  }),
  route({
    method: 'put',
    path: '/quota',
    action: 'platform:admin',
    summary: 'Set the limits of all of Alcove; left out or null: no limit. If-Match: only as you last saw it',
    body: CallQuota,
    answer: CallQuotaState,
    headers: (quota) => ({ ETag: quoted(quota.etag) }),
    run: ({ ctx, body, request }) =>
      putCallQuota({ ctx, input: { place: { of: 'platform' }, quota: body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'post',
    path: '/resume',
    action: 'platform:admin',
    summary: 'Lift the suspension of all of Alcove before its time',
    body: Resume,
    answer: CallQuotaState,
    run: ({ ctx, body }) => resumeCalls({ ctx, input: { place: { of: 'platform' }, ...body } }),
  }),
]
