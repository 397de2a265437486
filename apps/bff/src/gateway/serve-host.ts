import type { Host } from '@alcove/platform'
import { notFoundHere } from '../invoke/admit/doors.ts'
import type { RateLimits } from './rate-limits.ts'
import { serveCall, type Exchange } from './serve-call.ts'
import { serveRoute } from './serve-route.ts'

/** One request under a host name of a space or of a trigger: the whole path is theirs. */
export function serveHost(exchange: Exchange, { space, trigger }: Host, limits: RateLimits): Promise<void> {
  if (trigger === null) return serveRoute(exchange, space, limits)
  const route = exchange.deps.platform.routes.byId(trigger.functionId)
  const only = route?.triggers.get(trigger.name)
  if (only?.type !== 'http' || !only.enabled) throw notFoundHere()
  return serveCall(exchange, { route: route!, qualifier: null, routed: null, only })
}
