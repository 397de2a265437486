import {
  expectsBody,
  HTTP_METHODS,
  parseRoutePath,
  withoutOrder,
  type ParametersSchema,
  type Route,
} from '@alcove/contract'
import { liftDefinitions } from './lift-definitions.ts'

type Json = Record<string, unknown>

/** Security schemes by auth; nothing for `none`. */
const SECURITY: Partial<Record<Route['auth'], Json>> = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key that names the space' },
  space: { type: 'http', scheme: 'bearer', description: 'An API key that may invoke in the space' },
  jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  hmac: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'A request signed with a shared secret',
  },
}

/** OpenAPI names each method; a route for all of them is written once, and the extension says so. */
const ANY = 'x-alcove-any-method'

/**
 * The routes as OpenAPI 3.1. `x-alcove` holds what OpenAPI has no words for, so that an import makes the same routes
 * again. Secrets appear nowhere.
 */
export function openApiOf(
  space: string,
  gatewayOrigin: string,
  routes: readonly Route[],
  parametersOf: (route: Route) => ParametersSchema | undefined,
): Json {
  const paths = new Map<string, Json>()
  const used = new Set<Route['auth']>()
  const components = new Map<string, unknown>()
  for (const route of routes) {
    used.add(route.auth)
    const path = templateOf(route.path)
    const item = paths.get(path) ?? {}
    paths.set(path, item)
    item[route.method === 'ANY' ? ANY : route.method.toLowerCase()] = operationOf(
      route,
      parametersOf(route),
      components,
    )
  }
  const schemes = Object.entries(SECURITY).filter(([auth]) => used.has(auth as Route['auth']))
  return {
    openapi: '3.1.0',
    info: { title: space, version: '1' },
    servers: [{ url: `${gatewayOrigin}/gw/${space}` }],
    paths: Object.fromEntries([...paths].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      ...(schemes.length > 0 && { securitySchemes: Object.fromEntries(schemes) }),
      ...(components.size > 0 && { schemas: Object.fromEntries(components) }),
    },
  }
}

/** OpenAPI has no wildcards: the extension of the operation has the path as it is. */
const templateOf = (path: string): string => path.replace(/\*$/, '{proxy}').replace(/\+\}$/, '}')

/** Marks a body that the function describes, not the route: an import leaves it out. */
export const BY_FUNCTION = 'x-alcove-parameters'

function operationOf(route: Route, parameters: ParametersSchema | undefined, components: Map<string, unknown>): Json {
  const {
    name,
    method,
    path,
    function: fn,
    qualifier,
    enabled,
    redirect,
    answer,
    auth,
    jwt,
    hmac,
    cors,
    respondAsync,
    limits,
    schemas,
  } = route
  const { body, ...rest } = Object.fromEntries(
    Object.entries(schemas).map(([part, schema]) => [part, liftDefinitions(schema, components, name)]),
  )
  const described = body || !parameters || !takesBody(method) ? null : bodyOf(parameters, components, name)
  return {
    operationId: name,
    ...(parametersOf(path).length > 0 && { parameters: parametersOf(path) }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    ...(described && { requestBody: { ...described, [BY_FUNCTION]: true } }),
    responses: {
      ...((body || described) && { '400': { description: 'One error for each field' } }),
      default: { description: 'The answer' },
    },
    ...(auth !== 'none' && { security: [{ [auth]: [] }] }),
    'x-alcove': {
      path,
      ...(fn !== undefined && { function: fn }),
      qualifier,
      enabled,
      ...(redirect && { redirect }),
      ...(answer && { answer }),
      auth,
      ...(jwt && { jwt }),
      ...(hmac && { hmac }),
      ...(cors && { cors }),
      ...(respondAsync && { respondAsync }),
      limits,
      schemas: rest,
    },
  }
}

const takesBody = (method: Route['method']): boolean => method === 'ANY' || expectsBody(method)

function bodyOf(parameters: ParametersSchema, components: Map<string, unknown>, name: string): Json {
  const schema = liftDefinitions(withoutOrder(parameters), components, name)
  return { required: true, content: { 'application/json': { schema } } }
}

function parametersOf(path: string): Json[] {
  const parsed = parseRoutePath(path)
  if ('problem' in parsed) return []
  return parsed.segments.flatMap((segment) =>
    segment.kind === 'text' ? [] : [{ name: segment.name, in: 'path', required: true, schema: { type: 'string' } }],
  )
}

export const METHODS_OF_PATH = [
  ...HTTP_METHODS.map((method) => ({ key: method.toLowerCase(), method })),
  { key: ANY, method: 'ANY' as const },
]
