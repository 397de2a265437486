import type { FunctionRoute } from '@alcove/platform'
import { notFoundHere } from '../invoke/admit/doors.ts'
import type { FunctionAddress } from './address.ts'
import { preflightHeaders, preflightOf } from './cors.ts'
import { serveCall, type Exchange } from './serve-call.ts'

/** One request to a function's URL. */
export function serveFunction(exchange: Exchange, { space, fn, qualifier }: FunctionAddress): Promise<void> {
  const route = exchange.deps.platform.routes.find(space, fn)
  if (!route) throw notFoundHere()
  if (exchange.request.method === 'OPTIONS' && answersPreflight(exchange, route)) return Promise.resolve()
  return serveCall(exchange, { route, qualifier, routed: null })
}

/** Browsers ask without a key or token: the answer is for the trigger that the request itself would come to. */
function answersPreflight({ request, response }: Exchange, { triggers }: FunctionRoute): boolean {
  const asked = preflightOf(request)
  if (!asked) return false
  for (const { type, enabled, config } of triggers.values()) {
    if (type !== 'http' || !enabled || !config.cors) continue
    const { cors, methods } = config
    if (methods && !(methods as readonly string[]).includes(asked.method)) continue
    response.writeHead(204, preflightHeaders(cors, request.headers.origin, asked)).end()
    return true
  }
  return false
}
