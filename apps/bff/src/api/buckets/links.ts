import { CreateLink, LinkQuery, Name, notFound, ObjectKey, ObjectLink, StoredObject } from '@alcove/contract'
import { createLink, openLink, putObject } from '@alcove/platform'
import { quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { answerObject } from './answer-object.ts'
import { OBJECT_BODY } from './objects.ts'
import { receivedObject } from './received-object.ts'

export const linkRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/buckets/{bucket}/links',
    action: 'buckets:read',
    summary: 'Make a link that reads or writes one object without a key, until it expires',
    body: CreateLink,
    answer: ObjectLink,
    run: ({ ctx, params, body }) => createLink({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
  route({
    method: 'get',
    path: '/links/{link}',
    action: 'public',
    summary: 'Read the object of a link: space, bucket and key follow each other in the path',
    query: LinkQuery,
    answerType: 'application/octet-stream',
    streams: true,
    async run({ deps, ctx, params, query, request }) {
      const place = placeOf(params.link)
      const open = () => openLink({ ctx, input: linkOf(place, query, 'GET') })
      return answerObject({ deps, ctx: await open(), again: open, request, ...place, download: false })
    },
  }),
  route({
    method: 'put',
    path: '/links/{link}',
    action: 'public',
    summary: 'Write the object of a link',
    query: LinkQuery,
    bytes: OBJECT_BODY,
    answer: StoredObject,
    puts: true,
    headers: (object) => ({ ETag: quoted(object.etag) }),
    async run({ ctx, params, query, incoming, request }) {
      const place = placeOf(params.link)
      const { bucket, key } = place
      const space = await openLink({ ctx, input: linkOf(place, query, 'PUT') })
      return putObject({
        ctx: space,
        input: {
          bucket,
          key,
          ...receivedObject(incoming, request.headers),
        },
      })
    },
  }),
]

interface Place {
  space: string
  bucket: string
  key: string
}

function linkOf(place: Place, { bucket: bucketId, ...query }: LinkQuery, used: 'GET' | 'PUT') {
  return { ...place, ...query, bucketId, used }
}

function placeOf(link: string): Place {
  const [, space, bucket, key] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(link) ?? []
  const named = Name.safeParse(space).success && Name.safeParse(bucket).success && ObjectKey.safeParse(key).success
  if (!named) throw notFound('link', link.slice(0, 100))
  return { space: space!, bucket: bucket!, key: key! }
}
