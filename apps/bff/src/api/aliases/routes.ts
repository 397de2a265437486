import { Alias, AliasList, PageQuery, PutAlias, RollbackAlias } from '@alcove/contract'
import { deleteAlias, getAlias, listAliases, putAlias, rollbackAlias } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const aliasRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/aliases',
    action: 'functions:read',
    summary: 'List aliases',
    query: PageQuery,
    answer: AliasList,
    run: ({ ctx, params, query }) => listAliases({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/aliases/{alias}',
    action: 'aliases:write',
    summary: 'Create or move an alias. If-Match: only where you last saw it; If-None-Match: *: only create',
    body: PutAlias,
    answer: Alias,
    puts: true,
    headers: (alias) => ({ ETag: quoted(alias.etag) }),
    run: ({ ctx, params, body, request }) =>
      putAlias({
        ctx,
        input: {
          fn: params.fn,
          alias: params.alias,
          ...body,
          expected: expectedBy(request.headers),
        },
      }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/aliases/{alias}',
    action: 'functions:read',
    summary: 'Read an alias with its history',
    answer: Alias,
    headers: (alias) => ({ ETag: quoted(alias.etag) }),
    run: ({ ctx, params }) => getAlias({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/aliases/{alias}/rollback',
    action: 'aliases:write',
    summary: 'Move an alias back to where it was. If-Match: only where you last saw it',
    body: RollbackAlias,
    answer: Alias,
    headers: (alias) => ({ ETag: quoted(alias.etag) }),
    run: ({ ctx, params, body, request }) =>
      rollbackAlias({
        ctx,
        input: { fn: params.fn, alias: params.alias, ...body, expected: expectedBy(request.headers) },
      }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}/aliases/{alias}',
    action: 'aliases:write',
    summary: 'Delete an alias that no trigger uses',
    status: 204,
    run: ({ ctx, params }) => deleteAlias({ ctx, input: params }),
  }),
]
