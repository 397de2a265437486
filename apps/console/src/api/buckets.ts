import type {
  BackgroundAction,
  Bucket,
  CopyObject,
  CreatedLink,
  CreateLink,
  CreateUpload,
  DeletedObjects,
  FolderSize,
  MoveFolder,
  ObjectFiring,
  ObjectLink,
  ObjectList,
  ObjectUpload,
  Page,
  PutBucket,
  StoredObject,
  TriggerOfBucket,
  UpdateObject,
} from '@alcove/contract'
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { ApiError, isApiError } from './error.ts'
import { onlyOver } from './only-over.ts'
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

export const getBucket = (space: string, bucket: string) => request<Bucket>(['spaces', space, 'buckets', bucket])

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

export const putBucket = (space: string, bucket: string, settings: PutBucket, seen: string | null) =>
  request<Bucket>(['spaces', space, 'buckets', bucket], { method: 'PUT', body: settings, headers: onlyOver(seen) })

/** Makes the bucket unless there is one of this name, which stays as it is. */
export async function ensureBucket(space: string, bucket: string): Promise<void> {
  await putBucket(space, bucket, { quotaBytes: null, expiry: [] }, null).catch((error: unknown) => {
    if (!isApiError(error, 'PreconditionFailed')) throw error
  })
}

export const deleteBucket = (space: string, bucket: string) =>
  request<void>(['spaces', space, 'buckets', bucket], { method: 'DELETE' })

export const objectUrl = (space: string, bucket: string, key: string, download = false) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'objects', ...key.split('/')], download ? { download } : {})

export const folderUrl = (space: string, bucket: string, prefix: string) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'archive'], prefix === '' ? {} : { prefix })

/** The most bytes of a text preview. */
export const PREVIEW_BYTES = 1024 * 1024

export const objectQuery = (space: string, bucket: string, key: string) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'one', key],
    queryFn: ({ signal }) => getObject(space, bucket, key, signal),
  })

/** The metadata of an object: it is the first of the keys that begin with its key. */
export async function getObject(
  space: string,
  bucket: string,
  key: string,
  signal?: AbortSignal,
): Promise<StoredObject> {
  const query = { prefix: key, limit: 1 }
  const { items } = await request<ObjectList>(['spaces', space, 'buckets', bucket, 'objects'], { query, signal })
  if (items[0]?.key !== key) throw gone(key)
  return items[0]
}

function gone(key: string): ApiError {
  const detail = `No object "${key}" here`
  return new ApiError({ type: 'about:blank', title: detail, status: 404, code: 'NotFound', detail, requestId: '' })
}

/** The beginning of an object as text; null when it is not UTF-8. */
export const objectTextQuery = (space: string, bucket: string, { key, etag, bytes }: StoredObject) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'text', key, etag],
    async queryFn({ signal }) {
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

export const deleteObjects = (space: string, bucket: string, keys: readonly string[]) =>
  request<DeletedObjects>(['spaces', space, 'buckets', bucket, 'deletions'], { method: 'POST', body: { keys } })

/** Overwrites what is at the destination only when told to. */
const unlessTaken = (overwrite: boolean): Record<string, string> => (overwrite ? {} : { 'if-none-match': '*' })

interface Relocation {
  /** The bucket it goes to. */
  bucket: string
  source: string
  from: string
  to: string
  overwrite: boolean
}

const relocate = (verb: 'copies' | 'moves') => (space: string, relocation: Relocation) => {
  const { bucket, source, from, to, overwrite } = relocation
  const body: CopyObject = { bucket: source, from, to }
  const headers = unlessTaken(overwrite)
  return request<StoredObject>(['spaces', space, 'buckets', bucket, verb], { method: 'POST', body, headers })
}
export const copyObject = relocate('copies')
export const moveObject = relocate('moves')

export const updateObject = (space: string, bucket: string, { key, etag }: StoredObject, change: UpdateObject) =>
  request<StoredObject>(['spaces', space, 'buckets', bucket, 'objects', ...key.split('/')], {
    method: 'PATCH',
    body: change,
    headers: { 'if-match': `"${etag}"` },
  })

export const folderSizeQuery = (space: string, bucket: string, prefix: string) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'size', prefix],
    queryFn: ({ signal }) =>
      request<FolderSize>(['spaces', space, 'buckets', bucket, 'size'], { query: { prefix }, signal }),
    staleTime: 30_000,
  })

/** Folders and objects directly in a folder, counted by the server: a list would need all its pages for that. */
export const folderEntriesQuery = (space: string, bucket: string, prefix: string) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'entries', prefix],
    async queryFn({ signal }) {
      const query = { prefix, delimiter: '/' }
      return (await request<FolderSize>(['spaces', space, 'buckets', bucket, 'size'], { query, signal })).entries!
    },
    staleTime: 30_000,
  })

export const deleteFolder = (space: string, bucket: string, prefix: string) =>
  request<BackgroundAction>(['spaces', space, 'buckets', bucket, 'folder-deletions'], {
    method: 'POST',
    body: { prefix },
  })

export const moveFolder = (space: string, bucket: string, move: MoveFolder) =>
  request<BackgroundAction>(['spaces', space, 'buckets', bucket, 'folder-moves'], { method: 'POST', body: move })

export const bucketTriggersQuery = (space: string, bucket: string) =>
  listQuery<TriggerOfBucket>({
    key: [...bucketsKey(space), bucket, 'triggers'],
    path: ['spaces', space, 'buckets', bucket, 'triggers'],
  })

const RUNNING_MS = 1_000

/** What an object started when it was last written; polled while calls run. */
export const objectFiringsQuery = (space: string, bucket: string, { key, etag }: StoredObject) =>
  queryOptions({
    queryKey: [...objectsKey(space, bucket), 'firings', key, etag],
    queryFn: ({ signal }) =>
      request<Page<ObjectFiring>>(['spaces', space, 'buckets', bucket, 'firings'], {
        query: { key, limit: 20 },
        signal,
      }),
    select: ({ items }) => items,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ task }) => task && ['queued', 'running', 'retrying'].includes(task.state))
        ? RUNNING_MS
        : false,
  })

export const linksKey = (space: string, bucket: string) => [...bucketsKey(space), bucket, 'links'] as const

/** Links to objects of a bucket, or to one of them: the newest first. */
export const linksQuery = (space: string, bucket: string, key?: string) =>
  listQuery<ObjectLink>({
    key: [...linksKey(space, bucket), key ?? null],
    path: ['spaces', space, 'buckets', bucket, 'links'],
    query: { key },
  })

export const revokeLink = (space: string, bucket: string, id: string) =>
  request<void>(['spaces', space, 'buckets', bucket, 'links', id], { method: 'DELETE' })

export const createLink = (space: string, bucket: string, link: CreateLink) =>
  request<CreatedLink>(['spaces', space, 'buckets', bucket, 'links'], { method: 'POST', body: link })

export const createUpload = (space: string, bucket: string, upload: Pick<CreateUpload, 'key' | 'contentType'>) =>
  request<ObjectUpload>(['spaces', space, 'buckets', bucket, 'uploads'], { method: 'POST', body: upload })

export const getUpload = (space: string, bucket: string, id: string) =>
  request<ObjectUpload>(['spaces', space, 'buckets', bucket, 'uploads', id])

export const uploadPartUrl = (space: string, bucket: string, id: string, part: number) =>
  apiUrl(['spaces', space, 'buckets', bucket, 'uploads', id, 'parts', part])

export const completeUpload = (space: string, bucket: string, id: string, overwrite: boolean) =>
  request<StoredObject>(['spaces', space, 'buckets', bucket, 'uploads', id, 'complete'], {
    method: 'POST',
    headers: unlessTaken(overwrite),
  })

export const abortUpload = (space: string, bucket: string, id: string) =>
  request<void>(['spaces', space, 'buckets', bucket, 'uploads', id], { method: 'DELETE' })
