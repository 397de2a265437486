import { z } from 'zod'
import { DraftOrVersion, Moment, Name, Timestamp } from './names.ts'
import { INVOCATION_STATUSES } from './statuses.ts'
import { FunctionSummary, Health } from './functions.ts'

export const MetricsQuery = z.strictObject({
  from: Moment.optional().meta({ description: 'Default: 3 hours before `to`' }),
  to: Moment.optional().meta({ description: 'Default: now' }),
  step: z.coerce
    .number()
    .int()
    .min(60)
    .max(86_400)
    .optional()
    .meta({ description: 'Seconds per point; default: at most 120 points' }),
  version: DraftOrVersion.optional(),
})
export type MetricsQuery = z.infer<typeof MetricsQuery>

const Statuses = z.object(
  Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, z.number().int()])) as Record<
    (typeof INVOCATION_STATUSES)[number],
    z.ZodNumber
  >,
)

export const MetricPoint = z.object({
  time: Timestamp.meta({ description: 'Start of the step' }),
  invocations: z.number().int().meta({ description: 'Every recorded call, refused ones included' }),
  errors: z.number().int().meta({ description: 'Failures that are the function’s or the platform’s' }),
  throttled: z.number().int(),
  coldStarts: z.number().int(),
  statuses: Statuses,
  durationMs: z.object({
    p50: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
    max: z.number().nullable(),
  }),
  concurrency: z.number().int().meta({ description: 'Peak of calls in flight' }),
  peakMemoryMb: z.number().nullable(),
})
export type MetricPoint = z.infer<typeof MetricPoint>

export const Release = z.object({
  at: Timestamp,
  function: Name,
  alias: Name,
  version: z.number().int(),
  weight: z.number(),
})
export type Release = z.infer<typeof Release>

/** Something besides a release that may explain what a chart shows. */
export const MetricChange = z.object({
  at: Timestamp,
  kind: z.enum(['suspended', 'resumed', 'configured']),
})
export type MetricChange = z.infer<typeof MetricChange>

export const Metrics = z
  .object({
    from: Timestamp,
    to: Timestamp,
    stepSeconds: z.number().int(),
    points: z.array(MetricPoint).meta({ description: 'Oldest first, gaps filled with zeroes' }),
    total: MetricPoint.omit({ time: true }),
    releases: z.array(Release).meta({ description: 'Alias moves in the range' }),
    changes: z
      .array(MetricChange)
      .meta({ description: 'Of one function: suspensions and changes of its configuration' }),
  })
  .meta({ id: 'Metrics' })
export type Metrics = z.infer<typeof Metrics>

export const OverviewQuery = z.strictObject({
  range: z.enum(['1h', '24h', '7d', '30d']).default('24h'),
  space: Name.optional(),
})
export type OverviewQuery = z.infer<typeof OverviewQuery>

/** The overview page in one response, over one space or every space the caller sees. */
export const Overview = z
  .object({
    metrics: Metrics,
    previous: MetricPoint.omit({ time: true }).meta({ description: 'Totals of the range before this one' }),
    health: z.record(Health, z.number().int()),
    functionCount: z.number().int(),
    spaceCount: z.number().int(),
    attention: z
      .array(
        z.object({
          space: Name,
          function: Name,
          health: Health,
          status: z.enum(INVOCATION_STATUSES),
          message: z.string(),
          count: z.number().int(),
          of: z.number().int(),
          lastAt: Timestamp,
          invocationId: z.string(),
        }),
      )
      .meta({ description: 'Functions with failures in the last hour, worst first, at most 8' }),
    functions: z
      .array(FunctionSummary)
      .meta({ description: 'Worst health first, then the busiest of the last 24 hours, at most 50' }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>
