import type { ChartMetric, MetricPoint } from '@alcove/contract'
import { COUNTS, type Look, LOOKS } from './outcomes.ts'

/** One value of a point, by its name in the texts. */
export const MEASURES = {
  invocations: (point) => point.invocations,
  errors: (point) => point.errors,
  throttles: (point) => point.throttled,
  ...COUNTS,
  p50: ({ durationMs }) => durationMs.p50,
  p90: ({ durationMs }) => durationMs.p90,
  p95: ({ durationMs }) => durationMs.p95,
  p99: ({ durationMs }) => durationMs.p99,
  max: ({ durationMs }) => durationMs.max,
  concurrency: (point) => point.concurrency,
  instances: (point) => point.instances,
  coldStarts: (point) => point.coldStarts,
  prewarmedStarts: (point) => point.prewarmedStarts,
  startMean: ({ startMs }) => startMs.mean,
  startMax: ({ startMs }) => startMs.max,
  peakMemoryMb: (point) => point.peakMemoryMb,
  memoryMb: (point) => point.memoryMb,
  cpuMs: (point) => point.cpuMs,
  bytesIn: (point) => point.bytesIn,
  bytesOut: (point) => point.bytesOut,
  tasks: (point) => point.tasks,
  queueMs: (point) => point.queueMs,
  cost: (point) => point.cost,
} satisfies Record<string, (point: MetricPoint) => number | null>

export type Measure = keyof typeof MEASURES

export interface ChartKind {
  unit: 'count' | 'duration' | 'megabytes' | 'bytes' | 'money'
  kind: 'bar' | 'line' | 'area'
  /** Drawn together when nothing is split. */
  together: readonly Measure[]
  /** A split draws one of these for each series: the first, unless someone chooses another. */
  each: readonly Measure[]
}

/** The charts there are, in the order of a page. */
export const CHARTS: Record<ChartMetric, ChartKind> = {
  invocations: { unit: 'count', kind: 'bar', together: ['invocations'], each: ['invocations'] },
  errors: { unit: 'count', kind: 'bar', together: ['error', 'timeout', 'memory'], each: ['errors'] },
  throttles: { unit: 'count', kind: 'bar', together: ['throttles'], each: ['throttles'] },
  duration: {
    unit: 'duration',
    kind: 'line',
    together: ['p50', 'p90', 'p95', 'p99'],
    each: ['p95', 'p50', 'p90', 'p99', 'max'],
  },
  concurrency: {
    unit: 'count',
    kind: 'area',
    together: ['concurrency', 'instances'],
    each: ['concurrency', 'instances'],
  },
  starts: {
    unit: 'count',
    kind: 'bar',
    together: ['coldStarts', 'prewarmedStarts'],
    each: ['coldStarts', 'prewarmedStarts'],
  },
  startTime: { unit: 'duration', kind: 'line', together: ['startMean', 'startMax'], each: ['startMean', 'startMax'] },
  memory: { unit: 'megabytes', kind: 'line', together: ['peakMemoryMb', 'memoryMb'], each: ['peakMemoryMb'] },
  cpu: { unit: 'duration', kind: 'line', together: ['cpuMs'], each: ['cpuMs'] },
  bytes: { unit: 'bytes', kind: 'line', together: ['bytesIn', 'bytesOut'], each: ['bytesOut', 'bytesIn'] },
  tasks: { unit: 'count', kind: 'area', together: ['tasks'], each: ['tasks'] },
  queue: { unit: 'duration', kind: 'line', together: ['queueMs'], each: ['queueMs'] },
  cost: { unit: 'money', kind: 'line', together: ['cost'], each: ['cost'] },
}

/** Colours of series, which a legend names. */
export const SERIES_COLORS = ['var(--s1)', 'var(--s2)', 'var(--s3)', 'var(--s4)', 'var(--s5)', 'var(--s6)'] as const

/** Strokes of the lines of one chart, in their order. */
export const LINE_DASHES = [undefined, '6 3', '2 2', '8 2 2 2', '14 4', '1 4'] as const
/** The stroke of the range before, which is drawn for comparison. */
export const BEFORE_DASH = '4 3'

/** What measures look like that look the same on every page. */
export const OWN_LOOKS: Partial<Record<Measure, Look>> = {
  ...LOOKS,
  invocations: { color: 'var(--bar)' },
  errors: { color: 'var(--o-functionError)' },
  throttles: { color: 'var(--o-throttled)' },
  coldStarts: { color: 'var(--o-cold)' },
  prewarmedStarts: { stripes: 45 },
  memoryMb: { color: 'var(--warning)' },
}
