import { NO_QUOTAS, type Platform, type QuotaScope } from '@alcove/platform'
import type { Call } from './call.ts'

/** All quotas that a call counts against. No allocation for most calls, which have none beside their function's. */
export function scopesOf(platform: Platform, call: Call): readonly QuotaScope[] {
  return platform.quotas.scopesOf(call.route, doorQuotas(platform, call), call.caller?.quotas ?? NO_QUOTAS)
}

function doorQuotas(platform: Platform, { order, route, door }: Call): readonly QuotaScope[] {
  if (door) return door.quotas
  const { trigger, triggerName } = order
  if (triggerName === null) return NO_QUOTAS
  // A task that a gateway route accepted finds the route by its name.
  const found =
    trigger === 'gateway'
      ? platform.gateways.find(route.space)?.routes.find(({ name }) => name === triggerName)
      : route.triggers.get(triggerName)
  return found?.quotas ?? NO_QUOTAS
}
