import { ObjectFiringList, ObjectFiringQuery, PageQuery, TriggerOfBucketList } from '@alcove/contract'
import { listBucketTriggers, listObjectFirings } from '@alcove/platform'
import { route } from '../route.ts'

export const bucketTriggerRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/triggers',
    action: 'functions:read',
    summary: 'List the triggers that listen to a bucket, with the functions that they start',
    query: PageQuery,
    answer: TriggerOfBucketList,
    run: ({ ctx, params, query }) => listBucketTriggers({ ctx, input: { ...query, bucket: params.bucket } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/firings',
    action: 'buckets:read',
    summary: 'List what an object started when it was last written. Needs functions:read too',
    query: ObjectFiringQuery,
    answer: ObjectFiringList,
    run: ({ ctx, params, query }) => listObjectFirings({ ctx, input: { ...query, bucket: params.bucket } }),
  }),
]
