import {
  PageQuery,
  PublishVersion,
  PutVersionRetention,
  Version,
  VersionDetail,
  VersionList,
  VersionRetention,
  VersionRetentionQuery,
} from '@alcove/contract'
import {
  deleteVersion,
  getVersion,
  getVersionArchive,
  getVersionRetention,
  listVersions,
  publishVersion,
  putVersionRetention,
} from '@alcove/platform'
import { archiveResponse } from '../archive.ts'
import { functionPath } from '../../http/paths.ts'
import { route } from '../route.ts'

export const versionRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/versions',
    action: 'versions:publish',
    summary: 'Publish the draft as the next version',
    body: PublishVersion,
    status: 201,
    answer: Version,
    idempotent: 'create',
    headers: (version, { space, fn }) => ({ Location: `${functionPath(space, fn)}/versions/${version.version}` }),
    run: ({ ctx, params, body }) => publishVersion({ ctx, input: { fn: params.fn, ...body } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/versions',
    action: 'functions:read',
    summary: 'List versions, newest first',
    fresh: 'records',
    query: PageQuery,
    answer: VersionList,
    run: ({ ctx, params, query }) => listVersions({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/versions/{version}',
    action: 'functions:read',
    summary: 'Read a version with its files',
    fresh: 'records',
    answer: VersionDetail,
    run: ({ ctx, params }) => getVersion({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/versions/{version}/archive',
    action: 'functions:read',
    summary: 'Download a version’s code as a zip',
    answerType: 'application/zip',
    run: async ({ ctx, params }) =>
      archiveResponse(await getVersionArchive({ ctx, input: params }), `${params.fn}-v${params.version}`),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}/versions/{version}',
    action: 'versions:publish',
    summary: 'Delete a version that nothing uses',
    status: 204,
    run: ({ ctx, params }) => deleteVersion({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/version-retention',
    action: 'functions:read',
    summary: 'Read how many versions a function keeps, or what keeping another number would remove',
    query: VersionRetentionQuery,
    answer: VersionRetention,
    run: ({ ctx, params, query }) => getVersionRetention({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/version-retention',
    action: 'versions:publish',
    summary: 'Keep the newest versions only: older ones that nothing uses go, now and after each publish',
    body: PutVersionRetention,
    answer: VersionRetention,
    run: ({ ctx, params, body }) => putVersionRetention({ ctx, input: { fn: params.fn, ...body } }),
  }),
]
