import { CreateSpace, PageQuery, Space, SpaceList, UpdateSpace } from '@alcove/contract'
import { createSpace, deleteSpace, getSpace, listSpaces, updateSpace } from '@alcove/platform'
import { BASE } from '../paths.ts'
import { route } from '../route.ts'

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
    run: ({ ctx, body }) => createSpace({ ctx, input: body }),
  }),
  route({
    method: 'get',
    path: '/spaces',
    action: 'signedIn',
    summary: 'List the spaces you can see',
    query: PageQuery,
    answer: SpaceList,
    run: ({ ctx, query }) => listSpaces({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}',
    action: 'spaces:read',
    summary: 'Read a space',
    answer: Space,
    run: ({ ctx }) => getSpace({ ctx, input: {} }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}',
    action: 'spaces:write',
    summary: 'Rename or describe a space, or change who can see it',
    body: UpdateSpace,
    answer: Space,
    run: ({ ctx, body }) => updateSpace({ ctx, input: body }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}',
    action: 'spaces:write',
    summary: 'Delete a space with everything in it',
    status: 204,
    run: async ({ deps, ctx }) => {
      await deleteSpace({ ctx, input: {} })
      const gone = deps.engine.instances().filter(({ spaceId }) => spaceId === ctx.space.id)
      for (const functionId of new Set(gone.map((instance) => instance.functionId))) void deps.engine.retire(functionId)
    },
  }),
]
