import {
  CreateFunction,
  FunctionDetail,
  FunctionList,
  FunctionListQuery,
  UpdateFunction,
  VisibleFunction,
} from '@alcove/contract'
import { createFunction, deleteFunction, getFunction, listFunctions, updateFunction } from '@alcove/platform'
import { functionPath } from '../../http/paths.ts'
import { route } from '../route.ts'

export const functionRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/functions',
    action: 'functions:write',
    summary: 'Create a function with its draft',
    body: CreateFunction,
    status: 201,
    answer: FunctionDetail,
    idempotent: 'create',
    headers: (fn) => ({ Location: functionPath(fn.space, fn.name) }),
    run: ({ ctx, body }) => createFunction({ ctx, input: body }),
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
    run: ({ ctx, params }) => getFunction({ ctx, input: params }),
  }),
  route({
    method: 'patch',
    path: '/spaces/{space}/functions/{fn}',
    action: 'functions:write',
    summary: 'Rename or describe a function, or change its draft’s configuration',
    body: UpdateFunction,
    answer: FunctionDetail,
    run: ({ ctx, params, body }) => updateFunction({ ctx, input: { fn: params.fn, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}',
    action: 'functions:write',
    summary: 'Delete a function with its versions, aliases and triggers',
    status: 204,
    run: ({ ctx, params }) => deleteFunction({ ctx, input: params }),
  }),
]
