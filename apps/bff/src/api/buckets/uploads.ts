import { CreateUpload, ObjectUpload, StoredObject, UploadPart } from '@alcove/contract'
import { abortUpload, completeUpload, createUpload, getUpload, putUploadPart } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { OBJECT_BODY } from './objects.ts'
import { receivedBytes } from './received-object.ts'

export const uploadRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/uploads',
    action: 'buckets:write',
    summary: 'Start an upload in parts, of which each can be sent again',
    body: CreateUpload,
    status: 201,
    answer: ObjectUpload,
    run: ({ ctx, params, body }) => createUpload({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/uploads/{upload}',
    action: 'buckets:write',
    summary: 'Read which parts of an upload are there',
    answer: ObjectUpload,
    run: ({ ctx, params }) => getUpload({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/buckets/{bucket}/uploads/{upload}/parts/{part}',
    action: 'buckets:write',
    summary: 'Send a part of an upload, numbered from 1',
    bytes: OBJECT_BODY,
    answer: UploadPart,
    headers: (part) => ({ ETag: quoted(part.etag) }),
    run: ({ ctx, params, incoming }) =>
      putUploadPart({
        ctx,
        input: { ...params, ...receivedBytes(incoming) },
      }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/uploads/{upload}/complete',
    action: 'buckets:write',
    summary: 'Make the parts an object. Takes If-Match and If-None-Match',
    answer: StoredObject,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    run: ({ ctx, params, request }) =>
      completeUpload({ ctx, input: { ...params, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/buckets/{bucket}/uploads/{upload}',
    action: 'buckets:write',
    summary: 'Give up an upload with its parts',
    status: 204,
    run: ({ ctx, params }) => abortUpload({ ctx, input: params }),
  }),
]
