import type { Instance, InstanceRecord } from '@alcove/contract'
import { iso, isoOrNull } from '../../database/connect.ts'
import type { instances } from '../../database/schema/index.ts'
import type { FunctionRoute } from '../../spaces/targets/function-route.ts'

/** Adds names to the ids. When several versions share the revision, it names the newest. */
export function instanceOf(route: FunctionRoute, record: InstanceRecord): Instance {
  const versions = [...route.versions].filter(([, { id }]) => id === record.revision).map(([number]) => number)
  return {
    id: record.id,
    space: route.space,
    function: route.function,
    version: versions.length > 0 ? Math.max(...versions) : null,
    revision: record.revision,
    runtime: record.runtime,
    isolation: record.isolation,
    state: record.state,
    start: record.start,
    phases: record.phases,
    invocations: record.invocations,
    inFlight: record.inFlight,
    memoryMb: record.memoryMb,
    peakMemoryMb: record.peakMemoryMb,
    startedAt: iso(new Date(record.startedAt)),
    lastUsedAt: isoOrNull(record.lastUsedAt === null ? null : new Date(record.lastUsedAt)),
    endedAt: isoOrNull(record.endedAt === null ? null : new Date(record.endedAt)),
    end: record.end,
    timeline: record.timeline,
  }
}

export function recordOf(row: typeof instances.$inferSelect): InstanceRecord {
  return {
    ...row,
    state: null,
    inFlight: 0,
    startedAt: row.startedAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    endedAt: row.endedAt.getTime(),
  }
}
