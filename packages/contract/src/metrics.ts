import { z } from 'zod'
import { DraftOrVersion, Moment, Name, Qualifier, Timestamp } from './names.ts'
import { INVOCATION_STATUSES } from './statuses.ts'
import { FunctionSummary, Health } from './functions.ts'

/** The charts there are. */
export const CHART_METRICS = [
  'invocations',
  'errors',
  'throttles',
  'duration',
  'concurrency',
  'starts',
  'startTime',
  'memory',
  'cpu',
  'bytes',
  'tasks',
  'queue',
  'cost',
] as const
export type ChartMetric = (typeof CHART_METRICS)[number]

export const METRIC_SPLITS = ['version', 'qualifier', 'trigger', 'function'] as const
export type MetricSplit = (typeof METRIC_SPLITS)[number]

/** A split answers this many series. */
export const METRIC_SERIES = 6

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
  qualifier: Qualifier.optional().meta({ description: 'As the calls named it: an alias, a version or "draft"' }),
  trigger: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Kind and name, such as `timer:nightly`, or the kind where it has no name: `api`' }),
  split: z
    .enum(METRIC_SPLITS)
    .optional()
    .meta({
      description: `The same for each of the busiest ${METRIC_SERIES} versions, aliases, triggers or functions`,
    }),
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
  prewarmedStarts: z.number().int(),
  startMs: z
    .object({ mean: z.number().nullable(), max: z.number().nullable() })
    .meta({ description: 'What calls waited for their instance to start: from its code to the end of its init' }),
  statuses: Statuses,
  durationMs: z.object({
    p50: z.number().nullable(),
    p90: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
    max: z.number().nullable(),
  }),
  concurrency: z.number().int().meta({ description: 'Peak of calls in flight' }),
  instances: z.number().int().meta({ description: 'The most there were at the beginning of a minute' }),
  memoryMb: z.number().int().nullable().meta({ description: 'The configured size' }),
  peakMemoryMb: z.number().nullable(),
  cpuMs: z
    .number()
    .nullable()
    .meta({ description: 'Processor time of a call, on average; short calls are not measured' }),
  bytesIn: z.number().int(),
  bytesOut: z.number().int(),
  tasks: z.number().int().meta({ description: 'The most tasks that were due and waited at the beginning of a minute' }),
  queueMs: z
    .number()
    .nullable()
    .meta({ description: 'The longest that a call waited for a place, or a task for its attempt' }),
  cost: z.number().nullable().meta({ description: 'Of calls, before the free tier; null: there is no price list' }),
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
  kind: z.enum(['suspended', 'resumed', 'configured', 'quota']),
})
export type MetricChange = z.infer<typeof MetricChange>

export const MetricSeries = z.object({
  key: z.string().meta({ description: '`draft` or the number of a version; else a name. Empty: calls that name none' }),
  points: z.array(MetricPoint),
  total: MetricPoint.omit({ time: true }),
})
export type MetricSeries = z.infer<typeof MetricSeries>

export const Metrics = z
  .object({
    from: Timestamp,
    to: Timestamp,
    stepSeconds: z.number().int(),
    points: z.array(MetricPoint).meta({ description: 'Oldest first, gaps filled with zeroes' }),
    total: MetricPoint.omit({ time: true }),
    series: z.array(MetricSeries).meta({ description: 'Of a split, the busiest first' }),
    moreSeries: z.number().int().meta({ description: 'Series that were left out' }),
    currency: z.string().nullable(),
    releases: z.array(Release).meta({ description: 'Alias moves in the range' }),
    changes: z
      .array(MetricChange)
      .meta({ description: 'Of one function: suspensions, changes of its configuration and of quotas' }),
  })
  .meta({ id: 'Metrics' })
export type Metrics = z.infer<typeof Metrics>

export const OverviewQuery = z.strictObject({
  range: z.enum(['1h', '24h', '7d', '30d']).default('24h').meta({ description: 'Ends at `to`; `from` goes before it' }),
  from: Moment.optional().meta({ description: 'Start, in place of `range`' }),
  to: Moment.optional().meta({ description: 'Default: now' }),
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
    failingFunctions: z.number().int().meta({ description: 'Of which `attention` lists the worst' }),
    functions: z
      .array(FunctionSummary)
      .meta({ description: 'Worst health first, then the busiest of the last 24 hours, at most 50' }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>
