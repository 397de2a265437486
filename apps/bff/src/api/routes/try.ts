import {
  AlcoveError,
  expectsBody,
  type FieldError,
  type Revision,
  type TriedRoute,
  type TryRoute,
} from '@alcove/contract'
import { actorName, checkAccess, draftGatewayRoute, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { admit } from '../../invoke/admit/admit.ts'
import { directCall } from '../../invoke/direct-call.ts'
import { Collected } from '../../invoke/collected.ts'
import { failureOf, refusalError } from '../../invoke/failure.ts'
import { httpInputOf } from '../../invoke/http-input.ts'
import { checkBody } from '../../invoke/parameters/check.ts'
import { refuse } from '../../invoke/record.ts'
import { run } from '../../invoke/run.ts'
import { problemOf } from '../../errors.ts'
import { matcherOf } from '../../routes/match.ts'
import { checkRequest } from '../../routes/check-request.ts'
import { answerOfRoute } from '../../routes/own-answer.ts'
import { httpEventOf } from '../../routes/http-event.ts'
import { checkSchemas } from '../../schemas/check-schemas.ts'
import { compileSchemas } from '../../schemas/schemas.ts'

interface Trial {
  deps: Deps
  ctx: SpaceCtx
  input: TryRoute
}

const SHOWN_BYTES = 256 * 1024

/**
 * Sends a request to a route that may not be stored yet. It must pass the route's auth, and no limit counts it.
 * Otherwise it is treated like a caller's request, and a call is recorded.
 */
export async function tryRoute({ deps, ctx, input }: Trial): Promise<TriedRoute> {
  const startedAt = performance.now()
  if (!ctx.space.actions.has('functions:invoke')) {
    throw new AlcoveError('Forbidden', 'Needs functions:invoke as well: trying a route calls its function')
  }
  checkAccess(input.route)
  await checkSchemas(input.route.schemas)
  const validate = compileSchemas(input.route.schemas)
  const { method, path: url, headers: given, body: text } = input.request
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  const [rawPath = '/', rawQuery = ''] = splitOnce(url, '?')
  const route = await draftGatewayRoute({ ctx, input: input.route })
  const found = matcherOf([route])(method, rawPath)
  if (!found)
    throw new AlcoveError('NotFound', `${input.route.method} ${input.route.path} does not answer ${method} ${rawPath}`)

  const answered = (answer: Partial<TriedRoute> & { status: number }): TriedRoute => ({
    headers: [],
    body: '',
    truncated: false,
    called: false,
    invocationId: null,
    errors: [],
    ...answer,
    durationMs: performance.now() - startedAt,
  })
  const failed = (error: AlcoveError, called: boolean, errors: FieldError[] = []) => {
    const { problem } = problemOf(error, ctx.requestId)
    const { invocationId = null } = error.extras
    return answered({ status: error.status, body: JSON.stringify(problem, null, 2), called, invocationId, errors })
  }

  const body = new TextEncoder().encode(text)
  const parameters = found.parameters ?? {}
  const wrong = checkRequest(validate, input.route.schemas, { parameters, query: rawQuery, headers, body })
  const target = route.functionId === null ? undefined : deps.platform.routes.byId(route.functionId)
  if (!target) {
    if (wrong) return failed(new AlcoveError(wrong.code, wrong.reason, wrong.extras), false, wrong.extras?.errors)
    const own = answerOfRoute(route, parameters, rawQuery)
    if (own instanceof AlcoveError) return failed(own, false)
    return answered({ status: own.status, headers: Object.entries(own.headers), body: own.body })
  }

  const reader = ctx.space.role === null ? 'guest' : 'member'
  const call = directCall({
    route: target,
    qualifier: route.qualifier,
    event: null,
    trigger: 'console',
    triggerName: null,
    caller: {
      name: actorName(ctx.actor),
      reader,
      keyNamesSpace: false,
      refusal: null,
    },
    http: { method, path: rawPath },
  })
  const { id } = call.order
  ctx.signal?.addEventListener('abort', () => call.abort.abort(), { once: true })
  const verdict = admit(call.order, call, Math.random())
  const refusal = verdict.refusal ?? wrong ?? refusalOfBody(verdict.target.revision, method, body)
  if (refusal || verdict.refusal) {
    const refused = await refuse(deps, call, { refusal: refusal!, door: null, counts: false })
    return failed(refusalError(refusal!, refused.id), false, refusal!.extras?.errors)
  }
  const event = httpEventOf({
    request: { method, httpVersion: '1.1' },
    address: { rawPath, rawQuery },
    headers: { headers, cookies: [] },
    apiId: target.spaceId,
    routeKey: `${route.method} ${route.path}`,
    pathParameters: found.parameters,
    invocationId: id,
    client: { address: '127.0.0.1', protocol: null, host: new URL(deps.gatewayOrigin).host },
    now: new Date(),
  })
  call.order.event = httpInputOf(event, deps.lineages.tracestateOf(call.order, undefined), body)
  using collected = new Collected(deps.budget.open(ctx.space.id, null), call.abort)
  let head: { statusCode?: number; headers?: [string, string][] } = {}
  const outcome = await run(deps, call, verdict.target, {
    head: (given) => void (head = given),
    data: (chunk) => collected.data(chunk),
  })
  if (collected.refused) return failed(collected.refused, true)
  if (outcome.report.status !== 'success') return failed(failureOf(outcome, reader), true)
  const bytes = collected.bytes()
  return answered({
    status: head.statusCode ?? 200,
    headers: head.headers ?? [],
    body: bytes.subarray(0, SHOWN_BYTES).toString('utf8'),
    truncated: bytes.length > SHOWN_BYTES,
    called: true,
    invocationId: id,
  })
}

function refusalOfBody({ parameters }: Revision, method: string, body: Uint8Array) {
  return parameters && (body.length > 0 || expectsBody(method)) ? checkBody(parameters, body) : null
}

function splitOnce(text: string, at: string): string[] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
