import type { InstanceEndReason } from '@alcove/contract'

export interface IdleInstance {
  idleMs: number
  ageMs: number
  invocations: number
}

export interface Retention {
  /** Instances of the revision that take calls, idle and starting ones included. */
  instances: number
  minInstances: number
  idleTimeoutMs: number
  maxAgeMs: number
  maxInvocations: number
}

export type Expired = { at: number; reason: Extract<InstanceEndReason, 'idle' | 'recycled'> }

/** Which idle instances to end, and why. The minimum stays, unless an instance is worn out and needs a replacement. */
export function findExpired(idle: readonly IdleInstance[], retention: Retention): Expired[] {
  const expired: Expired[] = []
  const longestFirst = idle.map((_, at) => at).toSorted((a, b) => idle[b]!.idleMs - idle[a]!.idleMs)
  let left = retention.instances
  for (const at of longestFirst) {
    const instance = idle[at]!
    if (isWornOut(instance, retention)) {
      expired.push({ at, reason: 'recycled' })
      left -= 1
    } else if (instance.idleMs >= retention.idleTimeoutMs && left > retention.minInstances) {
      expired.push({ at, reason: 'idle' })
      left -= 1
    }
  }
  return expired
}

/** Bounds whatever a long-lived process accumulates: memory, handles, temporary files. */
export function isWornOut(
  { ageMs, invocations }: Pick<IdleInstance, 'ageMs' | 'invocations'>,
  { maxAgeMs, maxInvocations }: Pick<Retention, 'maxAgeMs' | 'maxInvocations'>,
): boolean {
  return ageMs >= maxAgeMs || invocations >= maxInvocations
}

export function recycleReason(invocations: number, ageMs: number): string {
  return `It had served ${invocations} calls in ${Math.round(ageMs / 60_000)} minutes: a new one takes its place`
}
