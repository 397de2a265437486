import {
  ImportQuery,
  ImportResult,
  LIMITS,
  PutRoute,
  Route,
  RouteList,
  RouteQuery,
  TriedRoute,
  TryRoute,
} from '@alcove/contract'
import { checkAccess, deleteRoute, getRoute, listRoutes, putRoute } from '@alcove/platform'
import { z } from '@hono/zod-openapi'
import { expectedBy, quoted } from '../../etag.ts'
import { checkSchemas } from '../../schemas/check-schemas.ts'
import { route } from '../route.ts'
import { exportOpenApi } from './export.ts'
import { importOpenApi } from './import.ts'
import { tryRoute } from './try.ts'

export const gatewayRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/routes',
    action: 'functions:read',
    summary: 'List the routes of a space by name, with their traffic',
    query: RouteQuery,
    answer: RouteList,
    fresh: 'records',
    run: ({ ctx, query }) => listRoutes({ ctx, input: query }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/routes/{route}',
    action: 'routes:write',
    summary: 'Create or change a route. If-Match: only as you last saw it; If-None-Match: *: only create',
    body: PutRoute,
    answer: Route,
    puts: true,
    headers: (found) => ({ ETag: quoted(found.etag) }),
    async run({ ctx, params, body, request }) {
      checkAccess(body)
      await checkSchemas(body.schemas)
      return putRoute({ ctx, input: { name: params.route, ...body, expected: expectedBy(request.headers) } })
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/routes/{route}',
    action: 'functions:read',
    summary: 'Read a route',
    answer: Route,
    fresh: 'records',
    headers: (found) => ({ ETag: quoted(found.etag) }),
    run: ({ ctx, params }) => getRoute({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/routes/{route}',
    action: 'routes:write',
    summary: 'Delete a route: its address stops answering at once',
    status: 204,
    run: ({ ctx, params }) => deleteRoute({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/routes/import',
    action: 'routes:write',
    summary: 'Make routes of an OpenAPI file, or say what would be made',
    query: ImportQuery,
    bytes: {
      types: ['application/json', 'application/yaml', 'application/x-yaml', 'text/yaml', 'text/plain'],
      limit: LIMITS.openApiBytes,
    },
    answer: ImportResult,
    run: ({ ctx, query, bytes }) => importOpenApi({ ctx, query, bytes }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/routes/try',
    action: 'routes:write',
    summary: 'Send a request to a route as it is being edited; callers still get the stored one',
    body: TryRoute,
    answer: TriedRoute,
    run: ({ deps, ctx, body }) => tryRoute({ deps, ctx, input: body }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/openapi.json',
    action: 'functions:read',
    summary: 'The routes of a space as an OpenAPI 3.1 document',
    answer: z.record(z.string(), z.unknown()),
    run: ({ ctx }) => exportOpenApi(ctx),
  }),
]
