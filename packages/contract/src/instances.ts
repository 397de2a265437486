import { z } from 'zod'
import { Runtime } from './functions.ts'
import { Phases, StartKind } from './invocations.ts'
import { Digest, Name, Timestamp, Uuid, VersionNumber } from './names.ts'
import { pageOf } from './pagination.ts'
import { Isolation } from './system.ts'

export const InstanceState = z.enum(['starting', 'idle', 'busy', 'frozen', 'stopping'])
export type InstanceState = z.infer<typeof InstanceState>

/** Why an instance ended. The first group are decisions of the engine, the second are failures. */
export const INSTANCE_ENDS = [
  'idle',
  'evicted',
  'recycled',
  'replaced',
  'closed',
  'cancelled',
  'outOfMemory',
  'timeout',
  'exited',
  'signal',
  'protocol',
  'initFailed',
  'failed',
] as const
export const InstanceEndReason = z.enum(INSTANCE_ENDS)
export type InstanceEndReason = z.infer<typeof InstanceEndReason>

export const InstanceEnd = z.object({
  reason: InstanceEndReason,
  /** A sentence with the facts: peak and limit, exit code, signal, what was malformed. */
  detail: z.string(),
  /** The call in progress. */
  invocationId: Uuid.nullable(),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  /** Where the code was when it hung. */
  stack: z.string().nullable(),
})
export type InstanceEnd = z.infer<typeof InstanceEnd>

/** A segment of an instance's timeline. Calls in close succession share a segment. */
export const TimelineSegment = z.object({
  state: InstanceState.exclude(['stopping']),
  /** Milliseconds since the epoch. */
  from: z.number(),
  to: z.number(),
  /** Calls that ended in the segment. */
  calls: z.number().int(),
})
export type TimelineSegment = z.infer<typeof TimelineSegment>

export const Instance = z
  .object({
    id: z.string(),
    space: Name,
    function: Name,
    version: VersionNumber.nullable().meta({ description: 'null: the draft, or a revision that is no more' }),
    revision: Digest,
    runtime: Runtime,
    isolation: Isolation,
    /** Null once it has ended. */
    state: InstanceState.nullable(),
    start: StartKind.exclude(['warm']).nullable().meta({ description: 'How it came up; null while it does' }),
    phases: Phases,
    invocations: z.number().int(),
    inFlight: z.number().int(),
    memoryMb: z.number().int(),
    peakMemoryMb: z.number().nullable(),
    startedAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    end: InstanceEnd.nullable(),
    timeline: z.array(TimelineSegment).meta({ description: 'Oldest first; a long life is told more coarsely' }),
  })
  .meta({ id: 'Instance' })
export type Instance = z.infer<typeof Instance>
export const InstanceList = pageOf(Instance).meta({ id: 'InstanceList' })
