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
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { ApiError } from './error.ts'
import { apiUrl, request, send } from './request.ts'

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
    select: entriesOf,
  })

/** A folder, or an object. */
export interface Entry {
  key: string
  object: StoredObject | null
}

function entriesOf({ pages }: InfiniteData<ObjectList>): Entry[] {
  return pages.flatMap(({ prefixes, items }) => [
    ...prefixes.map((key) => ({ key, object: null })),
    ...items.map((object) => ({ key: object.key, object })),
  ])
}

export const putBucket = (space: string, bucket: string, settings: PutBucket) =>
  request<Bucket>(['spaces', space, 'buckets', bucket], { method: 'PUT', body: settings })

export const deleteBucket = (space: string, bucket: string) =>
  request<void>(['spaces', space, 'buckets', bucket], { method: 'DELETE' })

export const objectUrl = (space: string, bucket: string, key: string, download = false) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'objects', ...key.split('/')], download ? { download } : {})

/** Of a preview of text. */
export const PREVIEW_BYTES = 256 * 1024

/** The metadata of an object: it is the first of the keys that begin with its key. */
export const objectQuery = (space: string, bucket: string, key: string) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'one', key],
    async queryFn({ signal }) {
      const query = { prefix: key, limit: 1 }
      const { items } = await request<ObjectList>(['spaces', space, 'buckets', bucket, 'objects'], { query, signal })
      if (items[0]?.key !== key) throw gone(key)
      return items[0]
    },
  })

function gone(key: string): ApiError {
  const detail = `No object "${key}" here`
  return new ApiError({ type: 'about:blank', title: detail, status: 404, code: 'NotFound', detail, requestId: '' })
}

/** The beginning of an object as text; null when it is not UTF-8. */
export const objectTextQuery = (space: string, bucket: string, { key, etag, bytes }: StoredObject) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'text', key, etag],
    async queryFn({ signal }) {
      if (bytes === 0) return ''
      const range = `bytes=0-${PREVIEW_BYTES - 1}`
      const response = await send(objectUrl(space, bucket, key), { headers: { range }, signal })
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer(), {
          // A character may be cut at the end.
          stream: bytes > PREVIEW_BYTES,
        })
      } catch {
        return null
      }
    },
  })

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
