import { Problem } from '@alcove/contract'
import { sessionCookie } from '@alcove/platform'
import { OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { PROBLEM_TYPE } from '../errors.ts'
import { BASE } from '../http/paths.ts'
import { isAction, parametersOf, STALE_HEADER, type RouteDefinition } from './route.ts'

/** OpenAPI 3.1 of all routes, made from the same schemas that validate requests. */
export function openApiDocument(
  routes: readonly RouteDefinition[],
  { version, origin }: Pick<Deps, 'version' | 'origin'>,
): object {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie(origin),
  })
  for (const route of routes) app.openAPIRegistry.registerPath(operationOf(route))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Alcove',
      version,
      description: 'Self-hosted function compute. Problems are in Chinese for `Accept-Language: zh`, else in English.',
    },
    servers: [{ url: '/' }],
  })
}

function operationOf(route: RouteDefinition): RouteConfig {
  const status = route.status ?? 200
  return {
    method: route.method,
    path: BASE + route.path,
    operationId: operationIdOf(route),
    tags: [tagOf(route.path)],
    summary: route.summary,
    description: whoMayUse(route),
    security: route.action === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    request: {
      params: parametersOf(route.path),
      ...(route.query && { query: route.query }),
      ...(route.idempotent && { headers: z.object({ 'Idempotency-Key': z.string().max(200).optional() }) }),
      ...((route.body || route.bytes) && { body: { content: bodiesOf(route) } }),
    },
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : 'Success',
        ...(route.fresh && { headers: z.object({ [STALE_HEADER]: stale }) }),
        ...(status !== 204 && { content: answerOf(route) }),
      },
      ...(route.puts && { 201: { description: 'Created', content: answerOf(route) } }),
      '4XX': problem('The request is refused'),
      '5XX': problem(
        route.bytes?.types.includes('*') && !route.bytes.stream
          ? 'The function failed, or Alcove did'
          : 'Alcove failed',
      ),
    },
  }
}

function whoMayUse({ action, glance, keyNeeds }: RouteDefinition): string {
  const less = glance ? ` With \`${glance}\` alone it names what is there, and tells no more.` : ''
  if (isAction(action)) return `Needs \`${action}\`.${less}`
  if (action === 'public') return 'Open to all.'
  if (keyNeeds === 'nothing') return 'For every account and key.'
  if (keyNeeds === 'everySpace') return 'For every account, and API keys that are bound to no space.'
  return `For every account; an API key needs \`${keyNeeds}\`.`
}

function bodiesOf({ body, bytes }: RouteDefinition) {
  const raw = bytes?.types.map((type) => [
    type !== '*' ? type : bytes.stream ? 'application/octet-stream' : 'application/json',
    { schema: type === '*' && !bytes.stream ? z.unknown() : binary(`At most ${bytes.limit} bytes`) },
  ])
  return { ...(body && { 'application/json': { schema: body } }), ...Object.fromEntries(raw ?? []) }
}

function answerOf({ answer, answerType }: RouteDefinition) {
  if (answer) return { 'application/json': { schema: answer } }
  if (answerType === 'text/event-stream') return { [answerType]: { schema: z.string() } }
  return { [answerType ?? 'application/octet-stream']: { schema: binary('The file') } }
}

const stale = z.literal('records').optional().meta({
  description: 'The database cannot take records right now: the answer may lack the latest ones',
})

const binary = (description: string) => z.string().meta({ description, contentEncoding: 'binary' })

const problem = (description: string) => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: Problem } },
})

/** `GET /spaces/{space}/functions/{fn}` → `get_spaces_space_functions_fn`: stable and unique. */
const operationIdOf = ({ method, path }: RouteDefinition): string =>
  `${method}${path.replaceAll(/[{}]/g, '').replaceAll('/', '_')}`

/** The last part of the path that is a resource, not a parameter. */
function tagOf(path: string): string {
  const words = path.split('/').filter((word) => word && !word.startsWith('{'))
  const resource = words.findLast((word) => !['archive', 'tail', 'invite'].includes(word)) ?? 'spaces'
  return resource === 'draft' ? 'drafts' : resource
}
