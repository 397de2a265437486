import { AlcoveError, LIMITS, takeExact, withExactNumbers, type FieldError } from '@alcove/contract'
import {
  authenticate,
  authorize,
  authorizePlatform,
  flushRecords,
  requireOfKey,
  type Ctx,
  type Put,
  type SpaceCtx,
} from '@alcove/platform'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { fieldErrorsOf, validationFailed } from '../errors.ts'
import { addressOf, bodyOf, type Env } from '../http/request.ts'
import type { Hold } from '../wire/byte-budget.ts'
import { parseJson } from '../wire/json.ts'
import { readBody, refuseTooLarge, skipBody, type Incoming } from '../wire/read-body.ts'
import { lengthOf } from '../wire/stream-body.ts'
import { requireFactor } from './authorize-again.ts'
import { API_BODY, refuseUnstorable } from './body.ts'
import { BASE } from '../http/paths.ts'
import { callReplayer, replayCreate } from './replay.ts'
import { holdAnswer } from './hold-answer.ts'
import { greedyIn, isAction, parametersOf, patternOf, STALE_HEADER, type RouteDefinition } from './route.ts'

/** Bytes of a streamed answer that wait in memory for the client. */
const STREAMED_BYTES = 1024 * 1024
const NO_QUERY = z.strictObject({})

/** Serves the routes: authenticate → parse path and query → authorise → parse the body → call the verb → respond. */
export function mount(app: Hono<Env>, routes: readonly RouteDefinition[], deps: Deps): void {
  const replay = { create: replayCreate, call: callReplayer() }
  const allowed = new Map<string, Set<string>>()
  for (const route of routes) {
    const path = BASE + patternOf(route.path)
    app.on(route.method.toUpperCase(), path, handlerOf(route, deps, replay))
    const methods = allowed.get(path) ?? new Set()
    allowed.set(path, methods.add(route.method.toUpperCase()))
  }
  for (const [path, methods] of allowed) {
    if (methods.has('GET')) methods.add('HEAD')
    const allow = [...methods].join(', ')
    app.all(path, (c) => {
      throw new AlcoveError('MethodNotAllowed', `${c.req.method} is not allowed here: use ${allow}`, {
        headers: { Allow: allow },
      })
    })
  }
}

function handlerOf(
  route: RouteDefinition,
  deps: Deps,
  replay: Record<'create' | 'call', ReturnType<typeof callReplayer>>,
): (c: Context<Env>) => Promise<Response> {
  const parameters = parametersOf(route.path)
  const greedy = greedyIn(BASE + route.path)
  return async (c) => {
    const incoming = bodyOf(c)
    refuseTooLarge(incoming.headers, limitOf(route, incoming))
    const caller = await callerOf(c, deps)
    try {
      return await answerTo(c, incoming, caller)
    } catch (error) {
      noteDenial(route, caller, c.req.param('space'), c.req.path, error)
      throw error
    }
  }

  async function answerTo(c: Context<Env>, incoming: Incoming, caller: Ctx): Promise<Response> {
    if (route.action !== 'public' && caller.actor.kind === 'anonymous') throw unauthenticated()
    if (!route.enrolling) requireFactor(caller.actor)

    const errors: FieldError[] = []
    const check = (schema: z.ZodObject, value: unknown) => {
      const result = schema.safeParse(value)
      if (!result.success) errors.push(...fieldErrorsOf(result.error.issues))
      return result.data
    }
    const params = check(parameters, paramsOf(c, greedy)) as Record<string, string>
    const query = check(route.query ?? NO_QUERY, queryOf(c))
    if (errors.length > 0) throw validationFailed(errors)

    const ctx = await authorised(route, caller, params)
    const space = 'space' in ctx ? (ctx as SpaceCtx).space.id : null
    using hold = deps.budget.open(space, addressOf(c))
    if (route.bytes?.stream) hold.take(Math.min(lengthOf(incoming) ?? Infinity, deps.platform.objects.bufferBytes))
    const { bytes, body } = await readBodyOf(route, incoming, hold)
    const answer = async (ctx: Ctx) => {
      const upToDate = route.fresh === undefined || (await flushRecords(deps.platform, deps.freshMs))
      const request = {
        deps,
        ctx: ctx as never,
        params: params as never,
        query,
        body,
        bytes,
        incoming,
        request: c.req.raw,
        upgrade: c.env?.upgrade,
      }
      const value = await route.run(request as never)
      const response = value instanceof Response ? value : respond(route, value, params)
      if (!upToDate) response.headers.set(STALE_HEADER, route.fresh!)
      return response
    }
    const key = route.idempotent ? idempotencyKeyOf(c) : undefined
    const response = key
      ? await replay[route.idempotent!]({ ctx, key, fingerprint: fingerprintOf(c, bytes) }, answer)
      : await answer(ctx)
    holdAnswer(c, response, deps.budget.open(space, addressOf(c)), route.streams ? STREAMED_BYTES : Infinity)
    return response
  }
}

async function callerOf(c: Context<Env>, { platform }: Deps): Promise<Ctx> {
  const address = addressOf(c)
  const ctx = { platform, db: platform.db, address, requestId: c.var.requestId, signal: c.req.raw.signal }
  try {
    return { ...ctx, actor: await authenticate(platform, c.req.raw.headers, address) }
  } catch (error) {
    if (error instanceof AlcoveError && error.code === 'Unauthenticated') {
      const attempt = { action: 'keys:use', target: targetOf(c.req.method, c.req.path) }
      const anonymous: Ctx = { ...ctx, actor: { kind: 'anonymous', address } }
      platform.denied.record(anonymous, { ...attempt, code: error.code, reason: error.message })
    }
    throw error
  }
}

/**
 * For the audit. A missing resource in a visible space and an invalid request are not denials: no right was missing.
 */
function noteDenial(route: RouteDefinition, ctx: Ctx, space: string | undefined, path: string, error: unknown): void {
  if (!(error instanceof AlcoveError) || (error.code !== 'Forbidden' && !error.extras.hidden)) return
  const { keyNeeds } = route
  const need = keyNeeds === undefined || !isAction(keyNeeds) ? undefined : keyNeeds
  ctx.platform.denied.record(ctx, {
    action: isAction(route.action) ? route.action : (need ?? 'account:own'),
    target: targetOf(route.method, path),
    code: error.code,
    reason: error.message,
    space,
  })
}

/** "DELETE /spaces/shop/functions/echo" */
function targetOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.startsWith(BASE) ? path.slice(BASE.length) : path}`.slice(0, 300)
}

async function authorised(
  { action, glance, keyNeeds, some }: RouteDefinition,
  ctx: Ctx,
  params: Record<string, string>,
): Promise<Ctx> {
  if (keyNeeds !== undefined) requireOfKey(ctx.actor, keyNeeds)
  if (!isAction(action)) return ctx
  if (params['space'] !== undefined)
    return authorize({ ctx, action, or: glance, space: params['space'], fn: params['fn'], some })
  authorizePlatform({ ctx, action })
  return ctx
}

function unauthenticated(): AlcoveError {
  return new AlcoveError('Unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer …"', {
    headers: { 'WWW-Authenticate': 'Bearer realm="Alcove"' },
  })
}

/**
 * The parameters of the path. A key is read from the request line itself: whoever resolves "." and ".." in an address on
 * the way would make another key of it.
 */
function paramsOf(c: Context<Env>, greedy: ReturnType<typeof greedyIn>): Record<string, string> {
  const params: Record<string, string> = c.req.param()
  if (greedy === null) return params
  const target = c.env?.incoming?.url ?? new URL(c.req.url).pathname
  const raw = target.split('?', 1)[0]!.split('/').slice(greedy.after).join('/')
  try {
    return { ...params, [greedy.name]: decodeURIComponent(raw) }
  } catch {
    const message = 'The path is not percent-encoded UTF-8'
    throw validationFailed([{ path: greedy.name, message }])
  }
}

/** A repeated parameter becomes an array, which no schema accepts: better than silently choosing one. */
function queryOf(c: Context<Env>): Record<string, string | string[]> {
  const entries = Object.entries(c.req.queries()).map(([name, values]) => [
    name,
    values.length > 1 ? values : values[0]!,
  ])
  return Object.fromEntries(entries)
}

const typeOf = ({ headers }: Incoming): string => headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''

function takesBytes({ bytes }: RouteDefinition, type: string): boolean {
  return bytes !== undefined && (bytes.types.includes('*') || bytes.types.includes(type))
}

function limitOf(route: RouteDefinition, incoming: Incoming): number {
  if (takesBytes(route, typeOf(incoming))) return route.bytes!.limit
  return route.body ? LIMITS.apiBodyBytes : LIMITS.ignoredBodyBytes
}

async function readBodyOf(route: RouteDefinition, incoming: Incoming, hold: Hold) {
  const type = typeOf(incoming)
  const limit = limitOf(route, incoming)
  if (route.bytes?.stream) return { bytes: new Uint8Array(), body: undefined }
  if (takesBytes(route, type)) return { bytes: await readBody(incoming, limit, hold), body: undefined }
  const types = [...(route.body ? ['application/json'] : []), ...(route.bytes?.types ?? [])].join(' or ')
  const unsupported = () => new AlcoveError('UnsupportedMediaType', `Send ${types}: the content type was "${type}"`)
  if (!route.body) {
    if (route.bytes) throw unsupported()
    await skipBody(incoming, limit)
    return { bytes: new Uint8Array(), body: undefined }
  }
  if (type && type !== 'application/json') throw unsupported()
  const bytes = await readBody(incoming, limit, hold)
  const given = bytes.length === 0 ? {} : parseJson(bytes, API_BODY)
  if (route.exact) takeExact(given, parseJson(bytes, API_BODY, withExactNumbers), route.exact)
  refuseUnstorable(given)
  const result = route.body.safeParse(given)
  if (!result.success) throw validationFailed(fieldErrorsOf(result.error.issues))
  return { bytes, body: result.data }
}

function respond(route: RouteDefinition, answer: unknown, params: Record<string, string>): Response {
  const { created, value } = route.puts ? (answer as Put<unknown>) : { created: false, value: answer }
  const status = created ? 201 : (route.status ?? 200)
  const headers = route.headers?.(value as never, params as never)
  if (status === 204) return new Response(null, { status, headers })
  const body = Buffer.from(JSON.stringify(value))
  return new Response(body, {
    status,
    headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(body.length) },
  })
}

function idempotencyKeyOf(c: Context<Env>): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined || (key !== '' && key.length <= 200)) return key
  throw validationFailed([{ path: 'idempotency-key', message: 'Must have 1 to 200 characters' }])
}

function fingerprintOf(c: Context<Env>, bytes: Uint8Array): string {
  return createHash('sha256').update(`${c.req.method} ${c.req.url}\n`).update(bytes).digest('hex')
}
