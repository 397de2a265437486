import type { CallQuota } from '@alcove/contract'
import type { QuotaScope } from './function-route.ts'

/** The same array for all that have none: the call path asks only whether it is empty. */
export const NO_QUOTAS: readonly QuotaScope[] = Object.freeze([])

/** As a query finds it with a left join. */
export interface StoredCallQuota {
  quota: CallQuota | null
  epoch: number | null
}

/** The quota of a trigger, a route, a key or the installation, as calls meet it. */
export function callQuotas(
  { quota, epoch }: StoredCallQuota,
  of: Pick<QuotaScope, 'id' | 'spaceId' | 'space' | 'function' | 'part'>,
): readonly QuotaScope[] {
  const limitsNothing = quota === null || Object.values(quota).every((limit) => limit === null)
  return limitsNothing ? NO_QUOTAS : [{ ...of, limits: quota, epoch: epoch ?? 0, spentUntil: 0 }]
}
