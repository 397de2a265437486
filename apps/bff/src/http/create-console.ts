import { AlcoveError } from '@alcove/contract'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Hono } from 'hono'
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Deps } from '../deps.ts'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'
import { createHttpServer, type ServerSettings } from '../wire/create-server.ts'
import { serveSockets, wantsSocket } from './upgrade.ts'
import type { Env } from './request.ts'

/**
 * Time limit for a whole request: an object may have 5 GiB and arrive at 2 Mbit/s. `PACE` ends slow bodies earlier, and
 * so do the limits of bodies that are kept in memory.
 */
const REQUEST_TIMEOUT = 6 * 3600_000

/** The port of the console and its API. */
export function createConsole(app: Hono<Env>, deps: Deps, settings: Partial<ServerSettings> = {}): Server {
  const { log } = deps
  const listener = getRequestListener(app.fetch, {
    // For HTTP/1.0 requests, which may omit it.
    hostname: 'localhost',
    errorHandler(error) {
      const requestId = randomUUID()
      const bad = error instanceof RequestError
      const refusal = bad ? new AlcoveError('ValidationFailed', `The request cannot be read: ${error.message}`) : error
      const { problem, unexpected } = problemOf(refusal, requestId)
      if (unexpected) log.error({ err: error, requestId }, 'A request failed')
      return Response.json(problem, { status: problem.status, headers: { 'Content-Type': PROBLEM_TYPE } })
    },
  })
  const server = createHttpServer((request, response) => void listener(request, response), {
    requestTimeout: REQUEST_TIMEOUT,
    shouldUpgradeCallback: wantsSocket,
    ...settings,
  })
  serveSockets(server, app, deps)
  return server
}
