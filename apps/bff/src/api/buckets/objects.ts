import {
  CopyObject,
  DeletedObjects,
  DeleteObjects,
  LIMITS,
  ObjectList,
  ObjectsQuery,
  StoredObject,
  UpdateObject,
} from '@alcove/contract'
import {
  copyObject,
  deleteObject,
  deleteObjects,
  listObjects,
  moveObject,
  putObject,
  updateObject,
} from '@alcove/platform'
import { z } from 'zod'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { answerObject } from './answer-object.ts'
import { authorizeAgain } from '../authorize-again.ts'
import { receivedObject } from './received-object.ts'

/** Any type; its bytes are streamed. */
export const OBJECT_BODY = { types: ['*'], limit: LIMITS.objectBytes, stream: true } as const

const Download = z.strictObject({
  download: z.enum(['true', 'false']).optional().meta({ description: 'Have browsers save it under its name' }),
})

export const objectRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/objects',
    action: 'buckets:read',
    summary: 'List objects by key, or the folders and objects of one folder',
    query: ObjectsQuery,
    answer: ObjectList,
    run: ({ ctx, params, query }) => listObjects({ ctx, input: { ...query, bucket: params.bucket } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/objects/{objectKey}',
    action: 'buckets:read',
    summary: 'Read an object, or a range of it. HEAD gives its headers alone',
    query: Download,
    answerType: 'application/octet-stream',
    streams: true,
    run: ({ deps, ctx, params: { bucket, objectKey: key }, query, request }) =>
      answerObject({
        deps,
        ctx,
        again: () => authorizeAgain({ ctx, request, action: 'buckets:read' }),
        request,
        bucket,
        key,
        download: query.download === 'true',
      }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/buckets/{bucket}/objects/{objectKey}',
    action: 'buckets:write',
    summary: 'Write an object. Takes If-Match and If-None-Match, Content-Type and X-Alcove-Meta-*',
    bytes: OBJECT_BODY,
    answer: StoredObject,
    puts: true,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    run: ({ ctx, params: { bucket, objectKey: key }, incoming, request }) =>
      putObject({
        ctx,
        input: {
          bucket,
          key,
          ...receivedObject(incoming, request.headers),
        },
      }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/buckets/{bucket}/objects/{objectKey}',
    action: 'buckets:write',
    summary: 'Delete an object. Takes If-Match; one that is not there is as good as deleted',
    status: 204,
    run: ({ ctx, params: { bucket, objectKey: key }, request }) =>
      deleteObject({ ctx, input: { bucket, key, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}/buckets/{bucket}/objects/{objectKey}',
    action: 'buckets:write',
    summary: 'Change the type or metadata of an object, not its bytes. Takes If-Match',
    body: UpdateObject,
    answer: StoredObject,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    run: ({ ctx, params: { bucket, objectKey: key }, body, request }) =>
      updateObject({ ctx, input: { ...body, bucket, key, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/deletions',
    action: 'buckets:write',
    summary: 'Delete up to 1,000 objects by key, or the first 1,000 of a folder',
    body: DeleteObjects,
    answer: DeletedObjects,
    run: ({ ctx, params, body }) => deleteObjects({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/copies',
    action: 'buckets:write',
    summary: 'Copy an object of this space, with its type and metadata. Takes If-Match and If-None-Match',
    body: CopyObject,
    answer: StoredObject,
    puts: true,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    run: ({ ctx, params, body: { bucket: source, ...body }, request }) =>
      copyObject({ ctx, input: { ...body, source, bucket: params.bucket, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/moves',
    action: 'buckets:write',
    summary: 'Rename an object, or move it to another bucket of this space. Takes If-Match and If-None-Match',
    body: CopyObject,
    answer: StoredObject,
    puts: true,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    run: ({ ctx, params, body: { bucket: source, ...body }, request }) =>
      moveObject({ ctx, input: { ...body, source, bucket: params.bucket, expected: expectedBy(request.headers) } }),
  }),
]
