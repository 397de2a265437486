import { z } from 'zod'
import { authProblem, Cors, HmacAuth, HTTP_METHODS, HttpAuth, JwtAuth, ShownHmacAuth } from '../http/index.ts'
import { Etag, Name, Qualifier, Timestamp, Uuid } from '../names.ts'
import { PageQuery, pageOf } from '../pagination.ts'
import { RoutePath } from './path.ts'

/** `ANY` serves whatever no other route of the same path does. */
export const ROUTE_METHODS = [...HTTP_METHODS, 'ANY'] as const
export const RouteMethod = z.enum(ROUTE_METHODS)
export type RouteMethod = z.infer<typeof RouteMethod>

export const REDIRECT_STATUSES = [301, 302, 303, 307, 308] as const

export const Redirect = z.strictObject({
  to: z
    .string()
    .min(1)
    .max(1000)
    .regex(
      // A parameter in the host would let callers choose where they are sent.
      /^(https?:\/\/[A-Za-z0-9.:[\]-]+(?=[/?#]|$)|\/(?![/\\]))[!-~]*$/,
      'Must be a path such as "/v1/*" or an address such as "https://example.org/{id}", in ASCII',
    )
    .meta({ description: '{name} and * stand for what the path matched there' }),
  status: z.literal(REDIRECT_STATUSES).default(307),
})
export type Redirect = z.infer<typeof Redirect>

const HeaderValue = z
  .string()
  .max(1000)
  .regex(/^[\t\u0020-\u007e]*$/, 'Must be one line of ASCII')

export const FixedAnswer = z.strictObject({
  status: z.number().int().min(200).max(599).default(200),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'Must be the name of a header'), HeaderValue)
    .refine((headers) => Object.keys(headers).length <= 20, 'May have at most 20 headers')
    .default({}),
  body: z
    .string()
    .max(32 * 1024)
    .default(''),
})
export type FixedAnswer = z.infer<typeof FixedAnswer>

/** A token bucket: it holds `requests` and fills up again in `seconds`. */
export const RateLimit = z.strictObject({
  requests: z.number().int().min(1).max(1_000_000),
  seconds: z.number().int().min(1).max(86_400).default(60),
})
export type RateLimit = z.infer<typeof RateLimit>

const JsonSchema = z.record(z.string(), z.unknown())

/** The parts of a request that a schema can be for. */
export const SCHEMA_PARTS = ['path', 'query', 'headers', 'body'] as const
export type SchemaPart = (typeof SCHEMA_PARTS)[number]

export const RequestSchemas = z
  .strictObject({
    path: JsonSchema.optional(),
    query: JsonSchema.optional(),
    headers: JsonSchema.optional(),
    body: JsonSchema.optional(),
  })
  .meta({ description: 'JSON Schema 2020-12. Values of path, query and headers are converted from text' })
export type RequestSchemas = z.infer<typeof RequestSchemas>

const settings = {
  method: RouteMethod,
  path: RoutePath,
  enabled: z.boolean().default(true),
  /** At most one of these three. With none of them the route answers 501. */
  function: Name.optional(),
  qualifier: Qualifier.default('draft'),
  redirect: Redirect.optional(),
  answer: FixedAnswer.optional(),
  auth: HttpAuth.default('space'),
  jwt: JwtAuth.optional(),
  cors: Cors.optional(),
  respondAsync: z
    .boolean()
    .optional()
    .meta({ description: 'A request with `Prefer: respond-async` is a task: answered with 202 once it is accepted' }),
  limits: z
    .strictObject({ perKey: RateLimit.optional(), perAddress: RateLimit.optional() })
    .default({})
    .meta({ description: 'perKey: by API key, token or signature; perAddress: by address of the client' }),
  schemas: RequestSchemas.default({}),
}

export const PutRoute = z
  .strictObject({ ...settings, hmac: HmacAuth.optional() })
  .superRefine((route, ctx) => {
    const issue = (path: string[], message: string) => ctx.addIssue({ code: 'custom', path, message })
    const targets = (['function', 'redirect', 'answer'] as const).filter((target) => route[target] !== undefined)
    if (targets.length > 1) issue([targets[1]!], `A route has one answer: give either ${targets.join(' or ')}`)
    if (route.respondAsync && (route.redirect || route.answer)) {
      issue(['respondAsync'], 'Only requests to a function can become tasks')
    }
    const problem = authProblem(route)
    if (problem) issue([problem.path], problem.message)
    if (route.auth === 'none' && route.limits.perKey) {
      issue(['limits', 'perKey'], 'With auth "none" there are no keys to count by: limit by address')
    }
  })
  .meta({ id: 'PutRoute' })
export type PutRoute = z.infer<typeof PutRoute>

export const RouteTraffic = z.object({
  calls: z.number().int(),
  errors: z.number().int().meta({ description: 'Answered with a status from 500 on' }),
  refused: z.number().int().meta({ description: 'Refused by the gateway: not authorised, not valid, or too many' }),
  hours: z.array(z.number().int()).meta({ description: 'Calls of each of the last 24 hours, the current one last' }),
  errorHours: z.array(z.number().int()).meta({ description: 'Errors of the same hours' }),
})
export type RouteTraffic = z.infer<typeof RouteTraffic>

export const Route = z
  .object({
    ...settings,
    hmac: ShownHmacAuth.optional(),
    id: Uuid,
    name: Name,
    url: z.string().meta({ description: 'Where callers reach it' }),
    etag: Etag,
    createdAt: Timestamp,
    updatedAt: Timestamp,
    last24h: RouteTraffic,
  })
  .meta({ id: 'Route' })
export type Route = z.infer<typeof Route>
export const RouteList = pageOf(Route).meta({ id: 'RouteList' })
export const RouteQuery = PageQuery.extend({
  q: z.string().max(200).optional().meta({ description: 'Text in the name, path, function or auth' }),
})
export type RouteQuery = z.infer<typeof RouteQuery>
