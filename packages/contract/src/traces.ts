import { z } from 'zod'
import { ExecutionError } from './errors.ts'
import { Invocation, LogLine, Phases } from './invocations.ts'
import { Moment, Name, Timestamp, Uuid } from './names.ts'
import { CallSpan } from './spans.ts'
import { TriggerKind } from './triggers/cause.ts'

/** As in W3C trace context. */
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/, 'Must be 32 hexadecimal digits')

export const TRACE_LIMITS = { calls: 500, lines: 500 } as const

/** One call of a trace. Its phases follow each other from `startedAt`. */
export const TraceCall = Invocation.extend({
  phases: Phases,
  error: ExecutionError.pick({ name: true, message: true }).nullable(),
  caller: z.string().nullable(),
  parentId: Uuid.nullable().meta({ description: 'The call that made this one' }),
  taskId: Uuid.nullable().meta({ description: 'The task that the call is an attempt at' }),
  instanceId: z.string().nullable(),
  spans: z.array(CallSpan).meta({ description: 'What the call did, as far as it is kept' }),
  droppedSpans: z.number().int().meta({ description: 'Spans that were not kept: too many, or not sampled' }),
}).meta({ id: 'TraceCall' })
export type TraceCall = z.infer<typeof TraceCall>

export const TraceQuery = z.strictObject({
  at: Moment.optional().meta({ description: 'About when it was, for a trace that another system began' }),
})
export type TraceQuery = z.infer<typeof TraceQuery>

export const Trace = z
  .object({
    traceId: TraceId,
    startedAt: Timestamp,
    durationMs: z.number().meta({ description: 'From the first start to the last end' }),
    calls: z.array(TraceCall).meta({ description: 'The oldest first, at most 500' }),
    hidden: z.number().int().meta({ description: 'Calls of functions that the reader may not see' }),
    more: z.boolean().meta({ description: 'The trace has more calls than the answer' }),
    logs: z.array(LogLine).meta({ description: 'The oldest first, at most 500' }),
    moreLogs: z.boolean(),
  })
  .meta({ id: 'Trace' })
export type Trace = z.infer<typeof Trace>

export const ServiceGraphQuery = z.strictObject({ from: Moment, to: Moment })
export type ServiceGraphQuery = z.infer<typeof ServiceGraphQuery>

/** Calls of one function by one caller: another function, or a source outside. */
export const ServiceEdge = z
  .object({
    function: Name,
    trigger: TriggerKind,
    from: Name.nullable().meta({ description: 'The function that calls; null: the trigger does' }),
    calls: z.number().int(),
    failures: z.number().int(),
    p95Ms: z.number().nullable().meta({ description: 'null: no call reached an instance' }),
  })
  .meta({ id: 'ServiceEdge' })
export type ServiceEdge = z.infer<typeof ServiceEdge>

/** What a function uses by itself, by the spans of its calls. Where some are not kept, the numbers are an estimate. */
export const ServiceReach = z
  .object({
    from: Name.meta({ description: 'The function' }),
    kind: z.enum(['bucket', 'host']),
    name: z.string().meta({ description: 'The bucket, or the host with its port' }),
    calls: z.number().int(),
    failures: z.number().int(),
    p95Ms: z.number(),
  })
  .meta({ id: 'ServiceReach' })
export type ServiceReach = z.infer<typeof ServiceReach>

export const ServiceGraph = z
  .object({ edges: z.array(ServiceEdge), reaches: z.array(ServiceReach) })
  .meta({ id: 'ServiceGraph' })
export type ServiceGraph = z.infer<typeof ServiceGraph>
