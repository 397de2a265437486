import { BackgroundAction, DeleteFolder, FolderQuery, FolderSize, FolderSizeQuery, MoveFolder } from '@alcove/contract'
import { deleteFolder, getFolderSize, moveFolder } from '@alcove/platform'
import { route } from '../route.ts'
import { answerFolder } from './answer-folder.ts'

export const folderRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/size',
    action: 'buckets:read',
    summary: 'Read how much a folder holds, up to 10,000 objects',
    query: FolderSizeQuery,
    answer: FolderSize,
    run: ({ ctx, params, query }) => getFolderSize({ ctx, input: { ...query, ...params } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/archive',
    action: 'buckets:read',
    summary: 'Download a folder of up to 10,000 objects as a zip, of any size; without a prefix the whole bucket',
    query: FolderQuery,
    answerType: 'application/zip',
    streams: true,
    run: ({ deps, ctx, params: { bucket }, query: { prefix }, request }) =>
      answerFolder({ deps, ctx, request, bucket, prefix }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/folder-deletions',
    action: 'buckets:write',
    summary: 'Delete every object of a folder, as a background action',
    body: DeleteFolder,
    status: 202,
    answer: BackgroundAction,
    run: ({ ctx, params, body }) => deleteFolder({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/folder-moves',
    action: 'buckets:write',
    summary: 'Rename a folder as a background action. Objects whose new key is taken stay, and count as failed',
    body: MoveFolder,
    status: 202,
    answer: BackgroundAction,
    run: ({ ctx, params, body }) => moveFolder({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
]
