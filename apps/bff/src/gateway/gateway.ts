import { AlcoveError } from '@alcove/contract'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import { problemOf } from '../errors.ts'
import { alive, readiness, type Health } from '../http/health.ts'
import { addressOfFunction } from './address.ts'
import { sendProblem } from './reply.ts'
import { doorOf, type Door } from './request-headers.ts'
import { serveFunction } from './serve-function.ts'

/** Milliseconds. A client gets this long for its headers, for its whole request, and between two requests. */
const TIMEOUTS = { headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 65_000 }
/** Most requests have no body: they come as streams that have ended, and cost none of a stream's events. */
const OPTIONS = { ...TIMEOUTS, optimizeEmptyRequests: true }

/** The port functions answer on: another origin than the console's, so that no function's page acts as the console. */
export function createGateway(deps: Deps): Server {
  const door = doorOf(deps.gatewayOrigin)
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(deps, door, request, response).catch((error: unknown) => {
      deps.log.error({ err: error, path: request.url }, 'The gateway failed')
      response.destroy()
    })
  }
  return (
    createServer(OPTIONS, listener)
      // Left to Node, the body of a request that is refused would be asked for first.
      .on('checkContinue', listener)
  )
}

async function serve(deps: Deps, door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url!
  const address = addressOfFunction(url)
  if (address) return serveFunction({ deps, door, address, request, response })
  if (url === '/healthz') return sendHealth(response, alive)
  if (url === '/readyz') return sendHealth(response, await readiness(deps))
  const detail = 'Functions answer at /fn/{space}/{function}'
  await sendProblem(request, response, problemOf(new AlcoveError('NotFound', detail), randomUUID()).problem)
}

function sendHealth(response: ServerResponse, { status, body }: Health): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(body))
}
