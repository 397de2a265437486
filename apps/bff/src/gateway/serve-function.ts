import { AlcoveError, LIMITS } from '@alcove/contract'
import { actorName, newId, type FunctionRoute } from '@alcove/platform'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { execute, refuse, type Arrival } from '../invoke/execute.ts'
import { failureOf } from '../invoke/failure.ts'
import type { Reentry } from '../invoke/lineage.ts'
import { traceIdOf, traceparentOf } from '../invoke/trace.ts'
import { admit, nothingHere, type Admission } from './access.ts'
import type { FunctionAddress } from './address.ts'
import { readBody } from './body.ts'
import { httpEventOf, recordedEvent } from './http-event.ts'
import { Reply, sendProblem } from './reply.ts'
import { headersForFunction, type Door } from './request-headers.ts'

interface Exchange {
  deps: Deps
  /** How people reach the gateway. */
  door: Door
  address: FunctionAddress
  request: IncomingMessage
  response: ServerResponse
}

const NOTHING: ReadonlySet<string> = new Set()
const AUTHORIZATION: ReadonlySet<string> = new Set(['authorization'])

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

  const peer = request.socket.remoteAddress ?? ''
  const reentry = deps.lineages.reentryOf(request.headers['tracestate'] as string | undefined)
  const arrival = arrivalOf(id, route, address, request, peer, reentry)
  let admission: Admission
  let body: Uint8Array
  try {
    const { qualifier } = address
    const question = { platform: deps.platform, route, qualifier, request, address: peer, requestId: id }
    // A promise comes back only where there is something to wait for.
    const admitted = admit(question)
    admission = admitted instanceof Promise ? await admitted : admitted
    arrival.triggerName = admission.trigger.name
    arrival.qualifier = admission.qualifier
    arrival.caller = actorName(admission.caller)
    if (reentry) takePlace(reentry, response)
    const read = readBody(request, response, LIMITS.requestBytes)
    body = read instanceof Promise ? await read : read
  } catch (error) {
    if (!(error instanceof AlcoveError)) return refusal(error)
    error.extras.invocationId = (await refuse(deps, arrival, error.code, error.message)).id
    return refusal(error)
  }

  const without = admission.authorizationUsed ? AUTHORIZATION : NOTHING
  const headers = headersForFunction(request.rawHeaders, { ...door, address: peer }, without)
  headers.headers['traceparent'] = traceparentOf({ traceId: arrival.traceId, invocationId: id })
  headers.headers['tracestate'] = deps.lineages.tracestateOf(arrival, headers.headers['tracestate'])
  const { functionId } = route
  const event = httpEventOf({ request, address, headers, functionId, invocationId: id, peer, now: new Date() })

  const abort = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) abort.abort()
  })
  const reply = new Reply(request, response, id)
  const outcome = await execute(
    deps,
    { ...arrival, input: { kind: 'http', event, body }, recordedInput: recordedEvent(event, body), abort },
    reply,
  )
  if (outcome.report.status === 'success') return reply.end()
  if (reply.started) return reply.cut()
  await refusal(failureOf(outcome, admission.reader))
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
