import { ApiKeyList, CreatedKey, CreateKey, PageQuery } from '@alcove/contract'
import { createKey, deleteKey, listKeys } from '@alcove/platform'
import { route } from '../route.ts'

export const keyRoutes = [
  route({
    method: 'post',
    path: '/keys',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Make an API key, no wider than its maker; the key is shown once',
    body: CreateKey,
    status: 201,
    answer: CreatedKey,
    idempotent: 'create',
    run: ({ ctx, body }) => createKey({ ctx, input: body }),
  }),
  route({
    method: 'get',
    path: '/keys',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'List your API keys',
    query: PageQuery,
    answer: ApiKeyList,
    run: ({ ctx, query }) => listKeys({ ctx, input: query }),
  }),
  route({
    method: 'delete',
    path: '/keys/{key}',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Revoke an API key at once',
    status: 204,
    run: ({ ctx, params }) => deleteKey({ ctx, input: { id: params.key } }),
  }),
]
