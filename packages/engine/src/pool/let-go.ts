import type { InstanceEndReason } from '@alcove/contract'

export interface IdleInstance {
  idleMs: number
  ageMs: number
  invocations: number
}

export interface Keeping {
  /** All instances of the revision, the idle ones and those on their way among them. */
  instances: number
  minInstances: number
  idleTimeoutMs: number
  maxAgeMs: number
  maxInvocations: number
}

export type Leaving = { at: number; reason: Extract<InstanceEndReason, 'idle' | 'recycled'> }

/** Which idle instances go, and why. Those to be kept ready stay, except to be renewed. */
export function letGo(idle: readonly IdleInstance[], keeping: Keeping): Leaving[] {
  const leaving: Leaving[] = []
  const longestFirst = idle.map((_, at) => at).toSorted((a, b) => idle[b]!.idleMs - idle[a]!.idleMs)
  let left = keeping.instances
  for (const at of longestFirst) {
    const instance = idle[at]!
    if (isWornOut(instance, keeping)) {
      leaving.push({ at, reason: 'recycled' })
      left -= 1
    } else if (instance.idleMs >= keeping.idleTimeoutMs && left > keeping.minInstances) {
      leaving.push({ at, reason: 'idle' })
      left -= 1
    }
  }
  return leaving
}

/** Whatever piles up in a process, by then it has piled up enough. */
export function isWornOut(
  { ageMs, invocations }: Pick<IdleInstance, 'ageMs' | 'invocations'>,
  { maxAgeMs, maxInvocations }: Pick<Keeping, 'maxAgeMs' | 'maxInvocations'>,
): boolean {
  return ageMs >= maxAgeMs || invocations >= maxInvocations
}

export function recycledBecause(invocations: number, ageMs: number): string {
  return `It had served ${invocations} calls in ${Math.round(ageMs / 60_000)} minutes: a new one takes its place`
}
