import { AlcoveError, LIMITS } from '@alcove/contract'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { alive, readiness, type Health } from '../http/health.ts'
import { createHttpServer, type ServerSettings } from '../wire/create-server.ts'
import { withoutPort } from '../wire/host.ts'
import { incomingOf, skipBody } from '../wire/read-body.ts'
import { sendProblem } from '../wire/send-problem.ts'
import { addressOfFunction, addressOfSpace, addressUnderHost } from './address.ts'
import { RateLimits } from './rate-limits.ts'
import { doorOf, type Door } from './request-headers.ts'
import { serveFunction } from './serve-function.ts'
import { serveHost } from './serve-host.ts'
import { serveRoute } from './serve-route.ts'

/**
 * The port that functions answer on: another origin than the console's, so that no function's page acts as the console.
 */
export function createGateway(deps: Deps, settings: Partial<ServerSettings> = {}): Server {
  const front: Front = {
    deps,
    ownHost: new URL(deps.gatewayOrigin).hostname,
    door: doorOf(deps.gatewayOrigin),
    limits: new RateLimits(),
  }
  return createHttpServer(
    (request, response) => {
      serve(front, request, response).catch((error: unknown) => fail(deps, request, response, error))
    },
    // Most requests have no body.
    { optimizeEmptyRequests: true, ...settings },
  )
}

interface Front {
  deps: Deps
  /** The gateway itself answers here: a space may have claimed the name before it was configured. */
  ownHost: string
  door: Door
  limits: RateLimits
}

/** A dot at the end says that the name is complete (RFC 3986, 3.2.2). */
const hostName = (host: string): string => withoutPort(host).toLowerCase().replace(/\.$/, '')

async function serve(
  { deps, ownHost, door, limits }: Front,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url!
  const client = deps.proxies.clientOf(request)
  const exchange = { deps, door, client, request, response }
  const { gateways } = deps.platform
  const name = gateways.hasHosts && hostName(client.host ?? request.headers.host ?? '')
  const host = name && name !== ownHost && gateways.hostOf(name)
  if (host) {
    const address = addressUnderHost(url)
    if (address) return serveHost({ ...exchange, address }, host, limits)
  } else {
    const ofFunction = addressOfFunction(url)
    if (ofFunction) return serveFunction({ ...exchange, address: ofFunction }, ofFunction)
    const ofSpace = addressOfSpace(url)
    if (ofSpace) return serveRoute({ ...exchange, address: ofSpace }, ofSpace.space, limits)
  }
  const skipped = skipBody(incomingOf(request, response, deps.pace), LIMITS.ignoredBodyBytes)
  if (skipped) await skipped
  const [path] = url.split('?', 1)
  if (path === '/healthz') return sendHealth(response, alive)
  if (path === '/readyz') return sendHealth(response, await readiness(deps))
  throw new AlcoveError('NotFound', 'Functions answer at /fn/{space}/{function}, routes at /gw/{space}')
}

/** A refusal, or a bug of ours: while nothing has been sent, the client learns the id of its request. */
function fail(deps: Deps, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const requestId = randomUUID()
  const { problem, headers, unexpected } = problemOf(error, requestId)
  if (unexpected) deps.log.error({ err: error, requestId, path: request.url }, 'The gateway failed')
  if (response.headersSent) return void response.destroy()
  sendProblem(request, response, problem, headers).catch(() => response.destroy())
}

function sendHealth(response: ServerResponse, { status, body }: Health): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(body))
}
