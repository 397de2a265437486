import type {
  Bucket,
  CreateUpload,
  DeletedObjects,
  ObjectLink,
  ObjectList,
  ObjectUpload,
  PutBucket,
  StoredObject,
} from '@alcove/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { apiUrl, request } from './request.ts'

export const bucketsKey = (space: string) => ['buckets', space] as const
const objectsKey = (space: string, bucket: string) => [...bucketsKey(space), bucket, 'objects'] as const

export const bucketsQuery = (space: string) =>
  listQuery<Bucket>({ key: [...bucketsKey(space), 'list'], path: ['spaces', space, 'buckets'], limit: 200 })

export const bucketQuery = (space: string, bucket: string) =>
  queryOptions({
    queryKey: [...bucketsKey(space), bucket],
    queryFn: ({ signal }) => request<Bucket>(['spaces', space, 'buckets', bucket], { signal }),
  })

/** Folders and objects of one folder, page by page. */
export const folderQuery = (space: string, bucket: string, prefix: string) =>
  infiniteQueryOptions({
    queryKey: [...objectsKey(space, bucket), prefix],
    queryFn: ({ pageParam, signal }) =>
      request<ObjectList>(['spaces', space, 'buckets', bucket, 'objects'], {
        query: { prefix, delimiter: '/', limit: 500, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const putBucket = (space: string, bucket: string, settings: PutBucket) =>
  request<Bucket>(['spaces', space, 'buckets', bucket], { method: 'PUT', body: settings })

export const deleteBucket = (space: string, bucket: string) =>
  request<void>(['spaces', space, 'buckets', bucket], { method: 'DELETE' })

export const objectUrl = (space: string, bucket: string, key: string, download = false) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'objects', ...key.split('/')], download ? { download } : {})

export const deleteObjects = (space: string, bucket: string, which: { keys: string[] } | { prefix: string }) =>
  request<DeletedObjects>(['spaces', space, 'buckets', bucket, 'deletions'], { method: 'POST', body: which })

export const createLink = (space: string, bucket: string, link: { key: string; expiresInSeconds: number }) =>
  request<ObjectLink>(['spaces', space, 'buckets', bucket, 'links'], { method: 'POST', body: link })

export const createUpload = (space: string, bucket: string, upload: Pick<CreateUpload, 'key' | 'contentType'>) =>
  request<ObjectUpload>(['spaces', space, 'buckets', bucket, 'uploads'], { method: 'POST', body: upload })

export const getUpload = (space: string, bucket: string, id: string) =>
  request<ObjectUpload>(['spaces', space, 'buckets', bucket, 'uploads', id])

export const uploadPartUrl = (space: string, bucket: string, id: string, part: number) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'uploads', id, 'parts', part])

export const completeUpload = (space: string, bucket: string, id: string) =>
  request<StoredObject>(['spaces', space, 'buckets', bucket, 'uploads', id, 'complete'], { method: 'POST' })

export const abortUpload = (space: string, bucket: string, id: string) =>
  request<void>(['spaces', space, 'buckets', bucket, 'uploads', id], { method: 'DELETE' })
