import { AlcoveError, LIMITS } from '@alcove/contract'
import { carriesKey, newId, type FunctionRoute } from '@alcove/platform'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { admit, type Verdict } from '../invoke/admit/admit.ts'
import { NO_FUNCTION_HERE } from '../invoke/admit/doors.ts'
import type { Call } from '../invoke/call.ts'
import { failureOf, refusalError } from '../invoke/failure.ts'
import type { Lineage, Reentry } from '../invoke/lineage.ts'
import { httpInputOf, type HttpInput } from '../invoke/http-input.ts'
import type { CallOrder } from '../invoke/order.ts'
import { recordError, refuse } from '../invoke/record.ts'
import type { Target } from '../invoke/resolve.ts'
import { run } from '../invoke/run.ts'
import { traceIdOf, traceparentOf } from '../invoke/trace.ts'
import { incomingOf, readBody } from '../wire/read-body.ts'
import { sendProblem } from '../wire/send-problem.ts'
import type { Client } from '../wire/trusted-proxies.ts'
import type { FunctionAddress } from './address.ts'
import { httpEventOf } from './http-event.ts'
import { identify } from './identify.ts'
import { Reply } from './reply.ts'
import { headersForFunction, type Door } from './request-headers.ts'

interface Exchange {
  deps: Deps
  /** How people reach the gateway. */
  door: Door
  address: FunctionAddress
  request: IncomingMessage
  response: ServerResponse
}

/** One request to a function's URL: resolve → admit → read → run → answer. No query is made on the way. */
export async function serveFunction(exchange: Exchange): Promise<void> {
  const { deps, address, request, response } = exchange
  const id = newId()
  const fail = (error: AlcoveError) => {
    const { problem, headers } = problemOf(error, id)
    return sendProblem(request, response, problem, headers)
  }
  const route = deps.platform.routes.find(address.space, address.fn)
  if (!route) return fail(new AlcoveError(NO_FUNCTION_HERE.code, NO_FUNCTION_HERE.reason))

  const client = deps.proxies.clientOf(request)
  const reentry = deps.lineages.reentryOf(request.headers['tracestate'] as string | undefined)
  const order = orderOf(id, route, address, request, client.address, reentry)
  const call: Call = {
    order,
    route,
    caller: null,
    lineage: reentry?.lineage ?? null,
    abort: new AbortController(),
  }
  const answer = deps.budget.open(route.spaceId, client.address)
  // Before anything is waited for: a client may be gone by then.
  response.on('close', () => {
    answer[Symbol.dispose]()
    if (!response.writableFinished) call.abort.abort()
  })
  // The body's bytes, from before it is read until the call has ended: those of calls that wait count as well.
  using hold = deps.budget.open(route.spaceId, client.address)
  let target: Target | null = null
  let refusal: AlcoveError | null = null
  try {
    let verdict = admit(order, call, Math.random())
    // Only where nothing admits everyone: most calls need no key, and wait for nobody.
    const { authorization } = request.headers
    if (verdict.refusal?.code === 'Unauthenticated' && authorization !== undefined) {
      const { platform } = deps
      call.caller = await identify({ platform, route, authorization, address: client.address, requestId: id })
      // Let in or refused, a call with a valid key is recorded as its holder's.
      if (call.caller) order.caller = call.caller.name
      verdict = admit(order, call, Math.random())
    }
    if (verdict.door) passDoor(call, verdict)
    if (verdict.refusal) {
      const refused = await refuse(deps, call, verdict)
      refusal = refusalError(verdict.refusal, refused.id)
    } else {
      if (call.lineage) takePlace(call.lineage, response)
      const read = readBody(incomingOf(request, response, deps.pace), LIMITS.requestBytes, hold)
      const body = read instanceof Promise ? await read : read
      order.event = eventOf(exchange, call, client, body)
      target = verdict.target
    }
  } catch (error) {
    refusal = await recordError(deps, call, error, call.caller?.reader ?? 'stranger')
  }
  if (target === null) return fail(refusal!)

  const reply = new Reply(request, response, id, answer, call.abort)
  const outcome = await run(deps, call, target, reply)
  const { refused } = reply
  if (outcome.report.status === 'success' && !refused) return reply.end()
  if (reply.started) return reply.cut()
  if (refused) refused.extras.invocationId = id
  await fail(refused ?? failureOf(outcome, call.caller?.reader ?? 'stranger'))
}

function orderOf(
  id: string,
  route: FunctionRoute,
  address: FunctionAddress,
  { method, headers }: IncomingMessage,
  peer: string,
  reentry: Reentry | null,
): CallOrder {
  return {
    id,
    spaceId: route.spaceId,
    functionId: route.functionId,
    qualifier: address.qualifier,
    event: null,
    trigger: 'http',
    triggerName: null,
    caller: peer,
    parentId: null,
    traceId: traceIdOf(headers['traceparent'] as string | undefined),
    hops: reentry?.hops ?? 0,
    lineage: reentry?.lineage.id ?? null,
    http: { method: method!, path: address.rawPath },
  }
}

/** From here on the order is one of the trigger that lets it in, with the trigger's qualifier unless the URL names one. */
function passDoor({ order }: Call, { door }: Verdict): void {
  order.triggerName = door!.name
  order.qualifier ??= door!.qualifier
}

function takePlace(lineage: Lineage, response: ServerResponse): void {
  lineage.enter()
  // Gone meanwhile: there is no other end to wait for.
  if (response.destroyed) lineage.leave()
  else response.once('close', () => lineage.leave())
}

function eventOf(
  { deps, door, address, request }: Exchange,
  { order, route, caller }: Call,
  client: Client,
  body: Uint8Array,
): HttpInput {
  const invocationId = order.id
  // A key that the caller used for Alcove must not reach the function, which could use it as well.
  const isForAlcove = (value: string) => caller !== null || carriesKey(deps.platform, value)
  const headers = headersForFunction(request.rawHeaders, door, client, isForAlcove)
  headers.headers['traceparent'] = traceparentOf({ traceId: order.traceId, invocationId })
  const tracestate = deps.lineages.tracestateOf(order, headers.headers['tracestate'])
  const { functionId } = route
  const event = httpEventOf({ request, address, headers, functionId, invocationId, client, now: new Date() })
  return httpInputOf(event, tracestate, body)
}
