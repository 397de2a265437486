import { z } from 'zod'

/** What a call may say about its inside. What exceeds it is left out, and counted. */
export const SPAN_LIMITS = {
  ofCall: 100,
  bytesOfCall: 64 * 1024,
  /** Characters. */
  name: 200,
  attributes: 16,
  key: 100,
  value: 400,
} as const

/** Which calls keep their spans: those that failed always do. */
export const SpanSampling = z
  .strictObject({
    perSecond: z
      .number()
      .int()
      .min(0)
      .max(1_000)
      .meta({ description: 'Ordinary calls of a function that keep theirs, per second and server' }),
    slowMs: z.number().int().min(1).max(900_000).meta({ description: 'Calls that take as long always keep theirs' }),
  })
  .meta({ id: 'SpanSampling' })
export type SpanSampling = z.infer<typeof SpanSampling>

export const DEFAULT_SPAN_SAMPLING: SpanSampling = { perSecond: 20, slowMs: 1_000 }

/** As in OpenTelemetry. */
export const SPAN_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const

/** As in W3C trace context. */
export const SpanId = z.string().regex(/^[0-9a-f]{16}$/)

/** Something that a call did: a request to elsewhere or to the platform, or what its code measures with OpenTelemetry. */
export const CallSpan = z
  .object({
    id: SpanId,
    parentId: SpanId.nullable().meta({ description: 'Another span of the call; null: the call itself' }),
    name: z.string(),
    kind: z.enum(SPAN_KINDS),
    startMs: z.number().meta({ description: 'Since the call started' }),
    durationMs: z.number(),
    error: z.string().nullable(),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'CallSpan' })
export type CallSpan = z.infer<typeof CallSpan>

/** While the call runs: by the clock, in milliseconds since the epoch. */
export interface MeasuredSpan extends Omit<CallSpan, 'startMs'> {
  startedAt: number
}

export interface MeasuredSpans {
  spans: MeasuredSpan[]
  /** Spans that are left out. */
  dropped: number
}
