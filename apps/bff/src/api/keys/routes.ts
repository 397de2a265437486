import { ApiKey, ApiKeyList, CreatedKey, CreateKey, PageQuery, RotateKey } from '@alcove/contract'
import { createKey, deleteKey, finishRotation, listKeys, rotateKey } from '@alcove/platform'
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
    method: 'post',
    path: '/keys/{key}/rotate',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'Give an API key a new secret, shown once; the old one works for a while longer',
    body: RotateKey,
    answer: CreatedKey,
    idempotent: 'create',
    run: ({ ctx, params, body }) => rotateKey({ ctx, input: { id: params.key, ...body } }),
  }),
  route({
    method: 'post',
    path: '/keys/{key}/finish-rotation',
    action: 'signedIn',
    keyNeeds: 'keys:write',
    summary: 'End the old secret of an API key at once',
    answer: ApiKey,
    run: ({ ctx, params }) => finishRotation({ ctx, input: { id: params.key } }),
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
