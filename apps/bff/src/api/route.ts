import {
  ACTIONS,
  AliasName,
  HostName,
  MonthText,
  Name,
  ObjectKey,
  PartNumber,
  SavedQueryName,
  TraceId,
  Uuid,
  VersionText,
  type Action,
} from '@alcove/contract'
import type { Ctx, KeyNeed, Put, SpaceCtx } from '@alcove/platform'
import { z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import type { WebSocket } from 'ws'
import type { Incoming } from '../wire/read-body.ts'

/** Present when the database cannot take records right now; names what the answer may be missing. */
export const STALE_HEADER = 'X-Alcove-Stale'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * Who may use a route. An action is checked against the space in the path, or against the installation when the path
 * has no space. `signedIn` and `public` must be declared, so that no route is open by omission.
 */
export type Access = Action | 'signedIn' | 'public'

/** Schemas of path parameters, by name. */
const PARAMETERS = {
  space: Name,
  fn: Name,
  alias: AliasName,
  trigger: Name,
  trashed: Uuid,
  route: Name,
  host: HostName,
  layer: Name,
  bucket: Name,
  objectKey: ObjectKey,
  link: z.string().max(2000),
  objectLink: Uuid,
  upload: Uuid,
  part: PartNumber,
  version: VersionText,
  invocation: Uuid,
  logQuery: SavedQueryName,
  traceId: TraceId,
  issue: Uuid,
  alert: Name,
  alertTarget: Name,
  sink: Name,
  board: Name,
  task: Uuid,
  test: Name,
  testRun: Uuid,
  replay: Uuid,
  save: Uuid,
  tab: Uuid,
  logpoint: Uuid,
  backgroundAction: Uuid,
  delivery: Uuid,
  event: Uuid,
  instance: Uuid,
  key: Uuid,
  /** An account's id or e-mail address; where a grant is meant, `group:` and a name too. */
  account: z.string().min(1).max(254),
  group: Name,
  provider: Name,
  session: Uuid,
  accessRequest: Uuid,
  month: MonthText,
  token: z.string().min(1).max(200),
} as const

type ParameterOf<Path extends string> =
  Path extends `${string}{${infer Name extends keyof typeof PARAMETERS}}${infer Rest}`
    ? Name | ParameterOf<Rest>
    : never
type ParametersOf<Path extends string> = { [K in ParameterOf<Path>]: z.output<(typeof PARAMETERS)[K]> }
type CtxOf<Path extends string> = 'space' extends ParameterOf<Path> ? SpaceCtx : Ctx

export interface RouteRequest<Path extends string, Query, Body> {
  deps: Deps
  ctx: CtxOf<Path>
  params: ParametersOf<Path>
  query: Query
  body: Body
  /** The raw body, for routes that take `bytes`. */
  bytes: Uint8Array<ArrayBuffer>
  /** The body, yet to be read, for routes whose bytes are a `stream`. */
  incoming: Incoming
  request: Request
  /** Turns the request into a WebSocket; absent when it did not ask for that. */
  upgrade: (() => Promise<WebSocket>) | undefined
}

export interface RouteDefinition<
  Path extends string = string,
  QuerySchema extends z.ZodObject = z.ZodObject,
  BodySchema extends z.ZodType = z.ZodType,
  AnswerSchema extends z.ZodType = z.ZodType,
> {
  method: Method
  /** Relative to `/api/v1`, with parameters in braces. */
  path: Path
  action: Access
  /** For `signedIn` routes: what an API key needs. */
  keyNeeds?: KeyNeed
  /** A caller who lacks `action` but has this one gets a shorter answer: only what exists, by name. */
  glance?: Action
  /** Also open to callers with the action on some function of the space. They see only those functions. */
  some?: true
  /** Also open to callers who must first set up a second factor. */
  enrolling?: true
  /**
   * Of a `signedIn` route in a space: it answers the same whether or not the space exists. Its context names no space.
   */
  blind?: true
  summary: string
  query?: QuerySchema
  /** The schema of a JSON body. */
  body?: BodySchema
  /** Paths in the body where numbers keep all their digits: `run` only writes or compares them. */
  exact?: readonly string[]
  /** Content types of bodies taken as bytes; `*` takes any. `run` reads a `stream` itself. */
  bytes?: { types: readonly string[]; limit: number; stream?: true }
  /** The status of a success; 200 by default. 204 has no body. */
  status?: 200 | 201 | 202 | 204
  answer?: AnswerSchema
  /** `run` returns a `Put`: a PUT that created the resource answers 201 (RFC 9110, 9.3.4). */
  puts?: true
  /** The content type, if not JSON; `run` then returns a Response. */
  answerType?: string
  /** The answer may be of any length and is sent as it is read. */
  streams?: true
  /** The answer shows recorded calls, lines, instances or traffic, and should include everything up to now. */
  fresh?: 'records'
  /** Accepts `Idempotency-Key`: the first answer is stored and replayed. A create is short; a call may take long. */
  idempotent?: 'create' | 'call'
  headers?: (value: z.output<AnswerSchema>, params: ParametersOf<Path>) => Record<string, string>
  run(
    request: RouteRequest<Path, z.output<QuerySchema>, z.output<BodySchema>>,
  ): Promise<z.output<AnswerSchema> | Put<z.output<AnswerSchema>> | Response | void>
}

/** Defines a route of the API. @throws {Error} at start-up when it does not declare who may use it. */
export function route<
  const Path extends string,
  QuerySchema extends z.ZodObject,
  BodySchema extends z.ZodType,
  AnswerSchema extends z.ZodType,
>(definition: RouteDefinition<Path, QuerySchema, BodySchema, AnswerSchema>): RouteDefinition {
  const where = `${definition.method.toUpperCase()} ${definition.path}`
  const known = new Set<string>([...ACTIONS, 'signedIn', 'public'])
  if (!known.has(definition.action)) throw new Error(`${where} does not declare its action`)
  if (definition.path.includes('{space}') && !isAction(definition.action) && !definition.blind) {
    throw new Error(`${where} is in a space: declare an action, not "${definition.action}"`)
  }
  if ((definition.action === 'signedIn') !== (definition.keyNeeds !== undefined)) {
    throw new Error(`${where} is for everyone who is signed in: declare what API keys need (keyNeeds)`)
  }
  return definition as unknown as RouteDefinition
}

export function isAction(access: Access | KeyNeed): access is Action {
  return (ACTIONS as readonly string[]).includes(access)
}

/** Parameters that match the rest of the path, slashes included. */
const GREEDY = new Set(['objectKey', 'link'])

/** The path as Hono matches it. */
export function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (GREEDY.has(name) ? `:${name}{[^]+}` : `:${name}`))
}

/** The greedy parameter of a path, and the number of segments before it; null when there is none. */
export function greedyIn(path: string): { name: string; after: number } | null {
  const last = path.split('/').at(-1)!.slice(1, -1)
  return GREEDY.has(last) ? { name: last, after: path.split('/').length - 1 } : null
}

/** The schema of a path's parameters. */
export function parametersOf(path: string): z.ZodObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  return z.strictObject(
    Object.fromEntries(
      names.map((name) => {
        const schema = PARAMETERS[name as keyof typeof PARAMETERS]
        if (!schema) throw new Error(`Unknown path parameter {${name}} in ${path}`)
        return [name, schema]
      }),
    ),
  )
}
