import {
  DuplicateFunction,
  FunctionDetail,
  FunctionList,
  FunctionListQuery,
  NewFunction,
  UpdateFunction,
  VisibleFunction,
} from '@alcove/contract'
import {
  deleteFunction,
  duplicateFunction,
  getFunction,
  listFunctions,
  makeFunction,
  updateFunction,
} from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { functionPath } from '../../http/paths.ts'
import { checkParametersSchema } from '../../schemas/check-schemas.ts'
import { route } from '../route.ts'

export const functionRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/functions',
    action: 'functions:write',
    summary: 'Create a function with its draft, its triggers and its tests: all of it, or nothing',
    body: NewFunction,
    status: 201,
    answer: FunctionDetail,
    idempotent: 'create',
    headers: (fn) => ({ Location: functionPath(fn.space, fn.name) }),
    async run({ ctx, body }) {
      await checkParametersSchema(body.parameters)
      return makeFunction({ ctx, input: body })
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions',
    action: 'functions:read',
    glance: 'functions:invoke',
    some: true,
    summary: 'List the functions of a space with their last 24 hours',
    fresh: 'records',
    query: FunctionListQuery,
    answer: FunctionList,
    run: ({ ctx, query }) => listFunctions({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}',
    action: 'functions:read',
    glance: 'functions:invoke',
    summary: 'Read a function',
    fresh: 'records',
    answer: VisibleFunction,
    headers: (fn): Record<string, string> => ('etag' in fn ? { ETag: quoted(fn.etag) } : {}),
    run: ({ ctx, params }) => getFunction({ ctx, input: params }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}/functions/{fn}',
    action: 'functions:write',
    summary: 'Rename or describe a function, or change its draft’s configuration. If-Match: only as you last saw it',
    body: UpdateFunction,
    answer: FunctionDetail,
    headers: (fn) => ({ ETag: quoted(fn.etag) }),
    async run({ ctx, params, body, request }) {
      await checkParametersSchema(body.parameters)
      return updateFunction({ ctx, input: { fn: params.fn, ...body, expected: expectedBy(request.headers) } })
    },
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/duplicate',
    action: 'functions:write',
    summary: 'Make another function from the draft, with its secrets and tests, without its triggers',
    body: DuplicateFunction,
    status: 201,
    answer: FunctionDetail,
    idempotent: 'create',
    headers: (fn) => ({ Location: functionPath(fn.space, fn.name) }),
    run: ({ ctx, params, body }) => duplicateFunction({ ctx, input: { fn: params.fn, name: body.name } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}',
    action: 'functions:write',
    summary: 'Move a function with its versions, aliases and triggers to the trash, for seven days',
    status: 204,
    run: ({ ctx, params }) => deleteFunction({ ctx, input: params }),
  }),
]
