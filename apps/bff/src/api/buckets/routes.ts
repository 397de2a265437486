import { Bucket, BucketList, PageQuery, PutBucket } from '@alcove/contract'
import { deleteBucket, getBucket, listBuckets, putBucket } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { folderRoutes } from './folders.ts'
import { linkRoutes } from './links.ts'
import { objectRoutes } from './objects.ts'
import { bucketTriggerRoutes } from './triggers.ts'
import { uploadRoutes } from './uploads.ts'

export const bucketRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/buckets',
    action: 'buckets:read',
    summary: 'List buckets',
    query: PageQuery,
    answer: BucketList,
    run: ({ ctx, query }) => listBuckets({ ctx, input: query }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/buckets/{bucket}',
    action: 'buckets:write',
    summary:
      'Create a bucket, or change its quota and expiry. If-Match: only as you last saw it; If-None-Match: *: only create',
    body: PutBucket,
    answer: Bucket,
    puts: true,
    headers: (bucket) => ({ ETag: quoted(bucket.etag) }),
    run: ({ ctx, params, body, request }) =>
      putBucket({ ctx, input: { ...body, bucket: params.bucket, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}',
    action: 'buckets:read',
    summary: 'Read a bucket, with what it holds and may hold',
    answer: Bucket,
    headers: (bucket) => ({ ETag: quoted(bucket.etag) }),
    run: ({ ctx, params }) => getBucket({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/buckets/{bucket}',
    action: 'buckets:write',
    summary: 'Delete an empty bucket',
    status: 204,
    run: ({ ctx, params }) => deleteBucket({ ctx, input: params }),
  }),
  ...objectRoutes,
  ...folderRoutes,
  ...uploadRoutes,
  ...linkRoutes,
  ...bucketTriggerRoutes,
]
