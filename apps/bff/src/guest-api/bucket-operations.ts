import {
  AlcoveError,
  ContentType,
  LIMITS,
  Name,
  ObjectKey,
  ObjectMetadata,
  ObjectsQuery,
  type StoredObject,
} from '@alcove/contract'
import {
  countChunk,
  deleteObject,
  getObject,
  listObjects,
  openObject,
  putObject,
  type Expected,
} from '@alcove/platform'
import { z } from 'zod'
import { guestOperation } from './guest-operation.ts'

const Place = z.strictObject({ bucket: Name, key: ObjectKey })
const Position = z.number().int().min(0).max(LIMITS.objectBytes)
const ETag = z.string().max(100)

/** `alcove.bucket(name)` in functions. */
export const bucketOperations = [
  guestOperation({
    name: 'bucket.get',
    action: 'buckets:read',
    input: Place.extend({ start: Position.default(0), end: Position.optional() }).refine(
      ({ start, end = start }) => end >= start,
      { path: ['end'], message: 'Must not come before start' },
    ),
    async run({ ctx, input: { bucket, key, start, end } }) {
      const choose = ({ bytes }: StoredObject) => {
        if (start > 0 && start >= bytes) {
          throw new AlcoveError('RangeNotSatisfiable', `The object has ${bytes} bytes: the range lies outside`)
        }
        return { start, end: Math.min(end ?? bytes - 1, bytes - 1) }
      }
      const { object, body } = await openObject({ ctx, input: { bucket, key, choose } })
      return { value: object, body }
    },
  }),
  guestOperation({
    name: 'bucket.head',
    action: 'buckets:read',
    input: Place,
    run: async ({ ctx, input }) => ({ value: await getObject({ ctx, input }) }),
  }),
  guestOperation({
    name: 'bucket.put',
    action: 'buckets:write',
    input: Place.extend({
      contentType: ContentType.default('application/octet-stream'),
      metadata: ObjectMetadata.default({}),
      ifMatch: ETag.optional(),
      ifNoneMatch: z.literal('*').optional(),
      length: Position.optional().meta({ description: 'Of the body, where it is known' }),
    }),
    async run({ ctx, input: { ifMatch, ifNoneMatch, length = null, ...input }, body }) {
      if (body === null) throw new AlcoveError('ValidationFailed', 'An object needs a content, which may be empty')
      const { value } = await putObject({
        ctx,
        input: { ...input, body: counted(body), length, expected: ifNoneMatch === '*' ? 'none' : expectedOf(ifMatch) },
      })
      return { value }
    },
  }),
  guestOperation({
    name: 'bucket.list',
    action: 'buckets:read',
    input: ObjectsQuery.extend({ bucket: Name, limit: z.number().int().min(1).max(1000).default(200) }),
    run: async ({ ctx, input }) => ({ value: await listObjects({ ctx, input }) }),
  }),
  guestOperation({
    name: 'bucket.delete',
    action: 'buckets:write',
    input: Place.extend({ ifMatch: ETag.optional() }),
    async run({ ctx, input: { ifMatch, ...input } }) {
      await deleteObject({ ctx, input: { ...input, expected: expectedOf(ifMatch) } })
      return { value: null }
    },
  }),
]

async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk
    countChunk(chunk.length)
  }
}

function expectedOf(etag: string | undefined): Expected | undefined {
  if (etag === undefined) return undefined
  return etag === '*' ? 'any' : [etag]
}
