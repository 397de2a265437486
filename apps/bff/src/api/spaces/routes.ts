import { CreateSpace, PageQuery, Space, SpaceList, UpdateSpace, VisibleSpace } from '@alcove/contract'
import { createSpace, deleteSpace, getSpace, listSpaces, updateSpace } from '@alcove/platform'
import { BASE } from '../../http/paths.ts'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { requireOnDisk, spaceOf, visibleSpaceOf } from './space.ts'

export const spaceRoutes = [
  route({
    method: 'post',
    path: '/spaces',
    action: 'spaces:write',
    summary: 'Create a space; its maker becomes its admin',
    body: CreateSpace,
    status: 201,
    answer: Space,
    idempotent: 'create',
    headers: (space) => ({ Location: `${BASE}/spaces/${space.name}` }),
    run: async ({ deps, ctx, body }) => {
      requireOnDisk(deps.engine, 'storageMb', body.storageMb)
      return spaceOf(deps.engine, await createSpace({ ctx, input: body }))
    },
  }),
  route({
    method: 'get',
    path: '/spaces',
    action: 'signedIn',
    keyNeeds: 'spaces:read',
    summary: 'List the spaces you can see',
    query: PageQuery,
    answer: SpaceList,
    async run({ deps, ctx, query }) {
      const { items, nextCursor } = await listSpaces({ ctx, input: query })
      return { items: items.map((space) => visibleSpaceOf(deps.engine, space)), nextCursor }
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}',
    action: 'spaces:read',
    glance: 'functions:invoke',
    some: true,
    summary: 'Read a space',
    answer: VisibleSpace,
    headers: (space): Record<string, string> => ('etag' in space ? { ETag: quoted(space.etag) } : {}),
    run: async ({ deps, ctx }) => visibleSpaceOf(deps.engine, await getSpace({ ctx, input: {} })),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}',
    action: 'spaces:write',
    summary:
      'Rename or describe a space, or change who can see it, what it may reach and store. If-Match: only as you last saw it',
    body: UpdateSpace,
    answer: Space,
    headers: (space) => ({ ETag: quoted(space.etag) }),
    run: async ({ deps, ctx, body, request }) => {
      requireOnDisk(deps.engine, 'storageMb', body.storageMb)
      const input = { ...body, expected: expectedBy(request.headers) }
      return spaceOf(deps.engine, await updateSpace({ ctx, input }))
    },
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}',
    action: 'spaces:write',
    summary: 'Move a space with everything in it to the trash, for seven days',
    status: 204,
    run: ({ ctx }) => deleteSpace({ ctx, input: {} }),
  }),
]
