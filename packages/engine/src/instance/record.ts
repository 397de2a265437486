import type { InstanceRecord, Isolation } from '@alcove/contract'
import type { Instance } from './instance.ts'

/** Describes an instance as it is now, or as it was when it ended. */
export function recordOf(instance: Instance, isolation: Isolation): InstanceRecord {
  const { revision, endedAt } = instance
  const gone = endedAt !== null
  return {
    id: instance.id,
    spaceId: revision.spaceId,
    functionId: revision.functionId,
    revision: revision.id,
    runtime: revision.runtime,
    isolation,
    state: gone ? null : instance.state,
    start: instance.state === 'starting' ? null : instance.start,
    phases: instance.startPhases,
    invocations: instance.invocations,
    inFlight: instance.inFlight,
    memoryMb: revision.memoryMb,
    peakMemoryMb: instance.usage.peakMb,
    startedAt: instance.startedAt,
    lastUsedAt: instance.lastUsedAt,
    endedAt,
    end: instance.end,
    timeline: instance.timeline(endedAt ?? Date.now()),
  }
}
