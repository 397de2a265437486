import { AlcoveError, HTTP_METHODS, LIMITS } from '@alcove/contract'
import { newId, type GatewayRoute, type SpaceGateway } from '@alcove/platform'
import { problemOf } from '../errors.ts'
import { methodNotAllowed, refusalAt } from '../invoke/admit/doors.ts'
import type { Caller, Refusal } from '../invoke/admit/facts.ts'
import { answerOfRoute } from '../routes/own-answer.ts'
import { matcherOf, type Matcher } from '../routes/match.ts'
import { incomingOf, readBody } from '../wire/read-body.ts'
import { sendProblem } from '../wire/send-problem.ts'
import { corsHeaders, preflightHeaders, preflightOf } from './cors.ts'
import { prove } from './prove.ts'
import { isWithoutBody } from './response-head.ts'
import type { RateLimits } from './rate-limits.ts'
import { RoutedRequest } from './routed-request.ts'
import { serveCall, type Exchange } from './serve-call.ts'

/** One for each snapshot of a space's routes, made when it is first needed. */
const matchers = new WeakMap<SpaceGateway, Matcher<GatewayRoute>>()

function matcherFor(gateway: SpaceGateway): Matcher<GatewayRoute> {
  let matcher = matchers.get(gateway)
  if (!matcher) matchers.set(gateway, (matcher = matcherOf(gateway.routes)))
  return matcher
}

/** The same for a space without routes, a hidden one and one that never was. */
const NO_ROUTE_HERE = 'No route answers here'

/** A path that has routes for other methods says so (RFC 9110, 15.5.6). */
function refusalWithoutRoute(match: Matcher<GatewayRoute> | null, method: string, path: string): AlcoveError {
  const allowed = match ? HTTP_METHODS.filter((other) => match(other, path)) : []
  if (allowed.length === 0) return new AlcoveError('NotFound', NO_ROUTE_HERE)
  const { code, reason, extras } = methodNotAllowed(allowed, method)
  return new AlcoveError(code, reason, extras)
}

/** One request to the routes of a space. */
export async function serveRoute(exchange: Exchange, space: string, limits: RateLimits): Promise<void> {
  const { deps, address, client, request, response } = exchange
  const gateway = deps.platform.gateways.find(space)
  const match = gateway && matcherFor(gateway)
  const asked = preflightOf(request)
  if (asked && match) {
    const cors = match(asked.method, address.rawPath)?.route.config.cors
    if (cors) return void response.writeHead(204, preflightHeaders(cors, request.headers.origin, asked)).end()
  }
  const found = match?.(request.method!, address.rawPath)
  if (!found) throw refusalWithoutRoute(match ?? null, request.method!, address.rawPath)

  const routed = new RoutedRequest(found, request, address, client.address, limits)
  const route = found.route.functionId === null ? undefined : deps.platform.routes.byId(found.route.functionId)
  if (route) return serveCall(exchange, { route, qualifier: null, routed })
  return serveOwnAnswer(exchange, gateway!, routed)
}

/** A redirect or a fixed answer, behind the same checks. There is no call of a function to record. */
async function serveOwnAnswer(exchange: Exchange, { space, egress, spaceId }: SpaceGateway, routed: RoutedRequest) {
  const { deps, address, client, request, response } = exchange
  const { route } = routed
  const { cors } = route.config
  const requestId = newId()
  response.once('close', () => routed.ended(deps.platform, response))
  using hold = deps.budget.open(spaceId, client.address)
  let body: ReturnType<typeof readBody> | null = null
  const bodyRead = () => (body ??= readBody(incomingOf(request, response, deps.pace), LIMITS.requestBytes, hold))

  const refusal = routed.limitByAddress() ?? (await refusalOfDoor()) ?? routed.validate(await bodyRead())
  const added = { ...routed.headers, ...(cors && corsHeaders(cors, request.headers.origin)) }
  if (refusal) {
    routed.wasRefused()
    const { problem, headers } = problemOf(new AlcoveError(refusal.code, refusal.reason, refusal.extras), requestId)
    return sendProblem(request, response, problem, { ...headers, ...added })
  }
  const answer = answerOfRoute(route, routed.parameters ?? {}, address.rawQuery)
  if (answer instanceof AlcoveError) {
    const { problem, headers } = problemOf(answer, requestId)
    return sendProblem(request, response, problem, { ...headers, ...added })
  }
  const bytes = isWithoutBody(answer.status) ? null : Buffer.from(answer.body)
  response.writeHead(answer.status, {
    ...answer.headers,
    ...added,
    ...(bytes !== null && { 'Content-Length': String(bytes.length) }),
  })
  response.end(request.method === 'HEAD' ? null : bytes)

  async function refusalOfDoor(): Promise<Refusal | null> {
    let caller: Caller | null = null
    let refused = refusalAt(route, space, caller, true)
    if (refused?.asks) {
      const proof = { deps, asks: refused.asks, space: { name: space, egress }, request }
      caller = await prove({ ...proof, readBody: bodyRead, address: client.address, requestId })
      if (caller) refused = refusalAt(route, space, caller, true)
    }
    return refused ?? routed.limitByKey(caller)
  }
}
