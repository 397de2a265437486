import { AlcoveError, LIMITS } from '@alcove/contract'
import { actorName, carriesKey, newId, type FunctionRoute } from '@alcove/platform'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { execute, refuse, type Arrival } from '../invoke/execute.ts'
import { failureOf } from '../invoke/failure.ts'
import type { Reentry } from '../invoke/lineage.ts'
import { traceIdOf, traceparentOf } from '../invoke/trace.ts'
import { incomingOf, readBody } from '../wire/read-body.ts'
import { sendProblem } from '../wire/send-problem.ts'
import { admit, nothingHere, type Admission } from './access.ts'
import type { FunctionAddress } from './address.ts'
import { httpEventOf, recordedEvent } from './http-event.ts'
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

/** One request to a function's URL: admit → read → call → answer. No query is made on the way. */
export async function serveFunction({ deps, door, address, request, response }: Exchange): Promise<void> {
  const id = newId()
  const refusal = async (error: unknown) => {
    const { problem, headers, unexpected } = problemOf(error, id)
    if (unexpected) deps.log.error({ err: error, requestId: id }, 'A function URL failed')
    await sendProblem(request, response, problem, headers)
  }
  const route = deps.platform.routes.find(address.space, address.fn)
  if (!route) return refusal(nothingHere())

  const client = deps.proxies.clientOf(request)
  const reentry = deps.lineages.reentryOf(request.headers['tracestate'] as string | undefined)
  const arrival = arrivalOf(id, route, address, request, client.address, reentry)
  const abort = new AbortController()
  const answer = deps.budget.open(route.spaceId, client.address)
  // Before anything is waited for: a client may be gone by then.
  response.once('close', () => {
    answer[Symbol.dispose]()
    if (!response.writableFinished) abort.abort()
  })
  // The body's bytes, from before it is read until the call has ended: those of calls that wait count as well.
  using hold = deps.budget.open(route.spaceId, client.address)
  let admission: Admission
  let body: Uint8Array
  try {
    const { qualifier } = address
    const question = { platform: deps.platform, route, qualifier, request, address: client.address, requestId: id }
    // A promise comes back only where there is something to wait for.
    const admitted = admit(question)
    admission = admitted instanceof Promise ? await admitted : admitted
    arrival.triggerName = admission.trigger.name
    arrival.qualifier = admission.qualifier
    arrival.caller = actorName(admission.caller)
    if (reentry) takePlace(reentry, response)
    const read = readBody(incomingOf(request, response, deps.pace), LIMITS.requestBytes, hold)
    body = read instanceof Promise ? await read : read
  } catch (error) {
    if (!(error instanceof AlcoveError)) return refusal(error)
    error.extras.invocationId = (await refuse(deps, arrival, error.code, error.message)).id
    return refusal(error)
  }

  const { authorizationUsed } = admission
  const isForAlcove = (value: string) => authorizationUsed || carriesKey(deps.platform, value)
  const headers = headersForFunction(request.rawHeaders, door, client, isForAlcove)
  headers.headers['traceparent'] = traceparentOf({ traceId: arrival.traceId, invocationId: id })
  headers.headers['tracestate'] = deps.lineages.tracestateOf(arrival, headers.headers['tracestate'])
  const { functionId } = route
  const event = httpEventOf({ request, address, headers, functionId, invocationId: id, client, now: new Date() })

  const reply = new Reply(request, response, id, answer, abort)
  const outcome = await execute(
    deps,
    { ...arrival, input: { kind: 'http', event, body }, recordedInput: recordedEvent(event, body), abort },
    reply,
  )
  const { refused } = reply
  if (outcome.report.status === 'success' && !refused) return reply.end()
  if (reply.started) return reply.cut()
  if (refused) refused.extras.invocationId = id
  await refusal(refused ?? failureOf(outcome, admission.reader))
}

function arrivalOf(
  id: string,
  route: FunctionRoute,
  address: FunctionAddress,
  { method, headers }: IncomingMessage,
  peer: string,
  reentry: Reentry | null,
): Arrival {
  return {
    id,
    route,
    qualifier: address.qualifier ?? 'draft',
    trigger: 'http',
    triggerName: null,
    caller: peer,
    parentId: null,
    traceId: traceIdOf(headers['traceparent'] as string | undefined),
    hops: reentry?.hops ?? 0,
    lineage: reentry?.lineage ?? null,
    http: { method: method!, path: address.rawPath },
  }
}

/** @throws {AlcoveError} LoopDetected or TooManyRequests when the lineage has no place left. */
function takePlace({ lineage, hops }: Reentry, response: ServerResponse): void {
  const place = lineage.enter(hops)
  if (!place.allowed) throw new AlcoveError(place.code, place.reason)
  // Gone meanwhile: there is no other end to wait for.
  if (response.destroyed) lineage.leave()
  else response.once('close', () => lineage.leave())
}
