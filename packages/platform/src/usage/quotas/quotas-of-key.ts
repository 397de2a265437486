import type { Actor } from '../../kernel/actor.ts'
import { callQuotas, NO_QUOTAS } from '../../spaces/targets/call-quotas.ts'
import type { QuotaScope } from '../../spaces/targets/function-route.ts'

const made = new WeakMap<object, readonly QuotaScope[]>()

/** What limits the calls of an actor: of an API key with a quota. The same array while the key stays the same. */
export function quotasOfKey(actor: Actor): readonly QuotaScope[] {
  if (actor.kind !== 'key' || actor.quota === undefined) return NO_QUOTAS
  const { id, name, quota } = actor
  let scopes = made.get(quota)
  if (scopes === undefined) {
    const of = { id, spaceId: null, space: null, function: null, part: { kind: 'key', name } } as const
    scopes = callQuotas({ quota: quota.limits, epoch: quota.epoch }, of)
    made.set(quota, scopes)
  }
  return scopes
}
