import {
  CreatedLink,
  CreateLink,
  LinkQuery,
  LinksQuery,
  Name,
  notFound,
  ObjectKey,
  ObjectLinkList,
  StoredObject,
} from '@alcove/contract'
import { countUse, createLink, listLinks, openLink, putObject, revokeLink } from '@alcove/platform'
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
    answer: CreatedLink,
    run: ({ ctx, params, body }) => createLink({ ctx, input: { ...body, bucket: params.bucket } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/buckets/{bucket}/links',
    action: 'buckets:read',
    summary: 'List links, the newest first, with those that expired in the last 7 days',
    query: LinksQuery,
    answer: ObjectLinkList,
    run: ({ ctx, params, query }) => listLinks({ ctx, input: { ...query, bucket: params.bucket } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/buckets/{bucket}/links/{objectLink}',
    action: 'buckets:read',
    summary: 'Revoke a link: its maker, or with buckets:write',
    status: 204,
    run: ({ ctx, params }) => revokeLink({ ctx, input: params }),
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
      const open = () => openLink({ ctx, input: { ...place, ...query, used: 'GET' } })
      const space = await open()
      countUse(deps.platform, query.id)
      return answerObject({ deps, ctx: space, again: open, request, ...place, download: false })
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
    async run({ deps, ctx, params, query, incoming, request }) {
      const place = placeOf(params.link)
      const { bucket, key } = place
      const space = await openLink({ ctx, input: { ...place, ...query, used: 'PUT' } })
      countUse(deps.platform, query.id)
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

function placeOf(link: string): Place {
  const [, space, bucket, key] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(link) ?? []
  const named = Name.safeParse(space).success && Name.safeParse(bucket).success && ObjectKey.safeParse(key).success
  if (!named) throw notFound('link', link.slice(0, 100))
  return { space: space!, bucket: bucket!, key: key! }
}
