import { AlcoveError, expectsBody, LIMITS, type AcceptedTask, type PayloadFormat } from '@alcove/contract'
import { carriesKey, newId, NO_QUOTAS, type FunctionRoute } from '@alcove/platform'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { admit, type Verdict } from '../invoke/admit/admit.ts'
import { NO_FUNCTION_HERE, notFoundHere } from '../invoke/admit/doors.ts'
import type { Door } from '../invoke/admit/facts.ts'
import type { Call } from '../invoke/call.ts'
import { httpInputOf, type HttpInput } from '../invoke/http-input.ts'
import { failureOf, refusalError } from '../invoke/failure.ts'
import type { Lineage, Reentry } from '../invoke/lineage.ts'
import type { CallOrder } from '../invoke/order.ts'
import { prefersAsync } from '../invoke/prefers-async.ts'
import { checkBody } from '../invoke/parameters/check.ts'
import { recordError, refuse } from '../invoke/record.ts'
import type { Target } from '../invoke/resolve.ts'
import { refusedMeanwhile } from '../invoke/right-ended.ts'
import { run } from '../invoke/run.ts'
import { scopesOf } from '../invoke/scopes-of.ts'
import { refuseByQuota } from '../invoke/within-quotas.ts'
import { traceIdOf, traceparentOf } from '../invoke/trace.ts'
import { incomingOf, readBody } from '../wire/read-body.ts'
import { sendProblem } from '../wire/send-problem.ts'
import type { Client } from '../wire/trusted-proxies.ts'
import { acceptCall } from './accept-call.ts'
import type { Address } from './address.ts'
import { corsHeaders } from './cors.ts'
import { httpEventOf } from '../routes/http-event.ts'
import { prove } from './prove.ts'
import { Reply } from './reply.ts'
import { headersForFunction, type Door as FrontDoor } from './request-headers.ts'
import { rightOfCall } from './right-of-call.ts'
import type { RoutedRequest } from './routed-request.ts'

export interface Exchange {
  deps: Deps
  /** How people reach the gateway. */
  door: FrontDoor
  address: Address
  client: Client
  request: IncomingMessage
  response: ServerResponse
}

/** Where the call goes, and what admitted it so far. */
interface Destination {
  route: FunctionRoute
  /** The version or alias that a function URL names. */
  qualifier: string | null
  /** Set for calls through a route of the gateway. */
  routed: RoutedRequest | null
  /** The only door, where the address belongs to one trigger. */
  only?: Door
}

/**
 * One request to a function, by its URL or by a route: resolve → admit → read → run → answer. Queries the database only
 * to identify the caller.
 */
export async function serveCall(
  exchange: Exchange,
  { route, qualifier, routed, only = routed?.route }: Destination,
): Promise<void> {
  const { deps, client, request, response } = exchange
  const id = newId()
  const reentry = deps.lineages.reentryOf(request.headers['tracestate'] as string | undefined)
  const order = orderOf(id, route, qualifier, exchange, routed, reentry)
  const call: Call = {
    order,
    route,
    caller: null,
    lineage: reentry?.lineage ?? null,
    abort: new AbortController(),
    ...(only && { door: only }),
  }
  const answer = deps.budget.open(route.spaceId, client.address)
  // Before anything waits: the client may disconnect meanwhile.
  response.on('close', () => {
    answer[Symbol.dispose]()
    routed?.ended(deps.platform, response)
    if (!response.writableFinished) call.abort.abort()
  })
  // The body's bytes, from before it is read until the call has ended: those of waiting calls count as well.
  using hold = deps.budget.open(route.spaceId, client.address)
  let body: Uint8Array | null = null
  const bodyRead = (): Uint8Array | Promise<Uint8Array> => {
    if (body) return body
    const read = readBody(incomingOf(request, response, deps.pace), LIMITS.requestBytes, hold)
    return read instanceof Promise ? read.then((bytes) => (body = bytes)) : (body = read)
  }
  let door: Door | null = only ?? null
  let target: Target | null = null
  let refusal: AlcoveError | null = null
  let requestId: string = id
  let accepted: z.infer<typeof AcceptedTask> | null = null
  try {
    let verdict = (routed && refusedBy(routed.limitByAddress())) ?? admit(order, call, Math.random())
    const asks = verdict.refusal?.asks
    door = verdict.door ?? asks?.door ?? null
    // Only where no door admits everyone: most calls need no key and wait for nothing.
    if (asks) {
      const { egress } = route.draft
      const space = { name: route.space, fn: route.function, egress }
      const proof = { deps, asks, space, request, readBody: bodyRead, address: client.address, requestId: id }
      call.caller = await prove(proof)
      if (call.caller !== null) {
        // Admitted or refused, a call with a valid key is recorded as its holder's.
        order.caller = call.caller.name
        verdict = admit(order, call, Math.random())
      }
    }
    if (routed && !verdict.refusal) verdict = refusedBy(routed.limitByKey(call.caller)) ?? verdict
    door = verdict.door ?? door
    if (verdict.door) passDoor(call, verdict)
    // Before the body is read: a suspended function takes no body.
    const scopes = verdict.refusal ? NO_QUOTAS : scopesOf(deps.platform, call)
    const exhausted = scopes.length === 0 ? null : deps.platform.quotas.refusal(scopes)
    if (!verdict.refusal && !exhausted) {
      if (call.lineage) takePlace(call.lineage, response)
      const read = bodyRead()
      if (read instanceof Promise) await read
      verdict = refusedBy(routed?.validate(body!) ?? refusalOfBody(verdict.target, body!)) ?? verdict
    }
    if (exhausted) {
      refusal = failureOf(await refuseByQuota(deps, call, exhausted), call.caller?.reader ?? 'stranger')
    } else if (verdict.refusal) {
      routed?.wasRefused()
      const refused = await refuse(deps, call, verdict)
      // As if there were no function: not even the shape of an id may tell that one is hidden.
      const hidden = verdict.refusal.reason === NO_FUNCTION_HERE.reason
      if (hidden) requestId = randomUUID()
      refusal = hidden ? notFoundHere() : refusalError(verdict.refusal, refused.id)
    } else {
      const input = eventOf(exchange, call, routed, body!, door?.config.payloadFormat)
      order.event = input
      target = verdict.target
      if (door?.config.respondAsync === true && prefersAsync(request.headers['prefer'] as string | undefined)) {
        accepted = await acceptCall(deps, order, input, request, `${door.id} ${call.caller?.name ?? ''}`)
      }
    }
  } catch (error) {
    refusal = await recordError(deps, call, error, call.caller?.reader ?? 'stranger')
  }
  const cors = door?.config.cors
  const added =
    cors || routed?.headers ? { ...routed?.headers, ...(cors && corsHeaders(cors, request.headers.origin)) } : null
  const fail = (error: AlcoveError) => {
    const { problem, headers } = problemOf(error, requestId)
    return sendProblem(request, response, problem, { ...headers, ...added })
  }
  if (refusal !== null || target === null) return fail(refusal!)
  if (accepted) return sendAccepted(response, accepted, added)

  const reply = new Reply(request, response, id, answer, call.abort, added)
  endWithRight(reply)
  const outcome = await run(deps, call, target, reply)
  const refused = reply.refused ?? refusedMeanwhile(call.abort.signal)
  if (outcome.report.status === 'success' && !refused) return reply.end()
  if (reply.started) return reply.cut()
  if (refused) refused.extras.invocationId = id
  await fail(refused ?? failureOf(outcome, call.caller?.reader ?? 'stranger'))

  function endWithRight(reply: Reply): void {
    const { caller } = call
    if (caller === null || caller.provenTo !== undefined || response.destroyed) return
    const { authorization = '' } = request.headers
    const { address } = client
    const streams = () => reply.started
    const right = rightOfCall({ platform: deps.platform, call, door: door!, authorization, address, streams })
    response.once('close', () => right.stop())
    // The call may wait for a client that does not read.
    call.abort.signal.addEventListener('abort', () => reply.started && reply.cut(), { once: true })
  }

  function refusedBy(refusal: ReturnType<RoutedRequest['limitByAddress']>): Verdict | null {
    return refusal && { refusal, door: routed?.route ?? door, counts: false }
  }

  function refusalOfBody({ revision: { parameters } }: Target, read: Uint8Array) {
    if (!parameters || (read.length === 0 && !expectsBody(request.method!))) return null
    return checkBody(parameters, read)
  }
}

function sendAccepted(
  response: ServerResponse,
  task: z.infer<typeof AcceptedTask>,
  added: Record<string, string> | null,
): void {
  response
    .writeHead(202, { 'Content-Type': 'application/json', 'Preference-Applied': 'respond-async', ...added })
    .end(JSON.stringify(task))
}

function orderOf(
  id: string,
  route: FunctionRoute,
  qualifier: string | null,
  { address, client, request }: Exchange,
  routed: RoutedRequest | null,
  reentry: Reentry | null,
): CallOrder {
  return {
    id,
    spaceId: route.spaceId,
    functionId: route.functionId,
    qualifier,
    event: null,
    trigger: routed ? 'gateway' : 'http',
    triggerName: null,
    caller: client.address,
    parentId: null,
    traceId: traceIdOf(request.headers['traceparent'] as string | undefined),
    hops: reentry?.hops ?? 0,
    lineage: reentry?.lineage.id ?? null,
    taskId: null,
    requestId: null,
    http: { method: request.method!, path: address.rawPath },
  }
}

/** From here on the order is one of the trigger that lets it in, with the trigger's qualifier unless the URL names one. */
function passDoor({ order }: Call, { door }: Verdict): void {
  order.triggerName = door!.name
  order.qualifier ??= door!.qualifier
}

function takePlace(lineage: Lineage, response: ServerResponse): void {
  lineage.enter()
  // The client has disconnected meanwhile: there is no other end to wait for.
  if (response.destroyed) lineage.leave()
  else response.once('close', () => lineage.leave())
}

function eventOf(
  { deps, door, address, client, request }: Exchange,
  { order, route, caller }: Call,
  routed: RoutedRequest | null,
  body: Uint8Array,
  format: PayloadFormat | undefined,
): HttpInput {
  const invocationId = order.id
  // A key that the caller used for Alcove must not reach the function, which could use it as well. A token is another
  // service's: the function may read it.
  const usedKey = caller !== null && caller.provenTo === undefined
  const isForAlcove = (value: string) => usedKey || carriesKey(deps.platform, value)
  const headers = headersForFunction(request.rawHeaders, door, client, isForAlcove)
  headers.headers['traceparent'] = traceparentOf({ traceId: order.traceId, invocationId })
  const tracestate = deps.lineages.tracestateOf(order, headers.headers['tracestate'])
  const event = httpEventOf({
    request,
    address,
    headers,
    apiId: routed ? route.spaceId : route.functionId,
    routeKey: routed?.routeKey ?? '$default',
    pathParameters: routed?.parameters,
    claims: caller?.claims,
    invocationId,
    client,
    now: new Date(),
  })
  return httpInputOf(event, tracestate, body, format)
}
