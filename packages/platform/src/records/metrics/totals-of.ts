import { INVOCATION_STATUSES, REFUSED_STATUSES, type InvocationStatus, type MetricPoint } from '@alcove/contract'
import { percentile, type Histogram } from './histogram.ts'
import { columnOf, FAILURE_STATUSES } from './statuses.ts'

export type Totals = Omit<MetricPoint, 'time'>

/** Columns of metric_minutes that are added up, besides the statuses. */
export const SUMS = [
  'cold_starts',
  'prewarmed_starts',
  'start_sum_ms',
  'cpu_ms',
  'cpu_calls',
  'bytes_in',
  'bytes_out',
  'mb_ms',
] as const
/** Those of which the greatest counts. */
export const PEAKS = [
  'concurrency',
  'memory_mb',
  'peak_memory_mb',
  'duration_max_ms',
  'start_max_ms',
  'queue_max_ms',
  'instances',
  'tasks',
] as const

/** The counts of one step; by the columns of statuses too. */
export type StepRow = Record<(typeof SUMS)[number], number> & Record<(typeof PEAKS)[number], number | null>

/** @param cost of the calls; null: there is no price list */
export function totalsOf(rows: readonly StepRow[], durations: Histogram, cost: number | null): Totals {
  const sum = (column: string) =>
    rows.reduce((total, row) => total + ((row as Record<string, number | null>)[column] ?? 0), 0)
  const max = (column: (typeof PEAKS)[number]) =>
    rows.reduce<number | null>((top, row) => (row[column] === null ? top : Math.max(top ?? 0, row[column])), null)
  const mean = (total: number, count: number) => (count === 0 ? null : total / count)
  const statuses = Object.fromEntries(
    INVOCATION_STATUSES.map((status) => [status, sum(columnOf(status))]),
  ) as Totals['statuses']
  const longest = max('duration_max_ms')
  const at = (share: number) => {
    const value = percentile(durations, share)
    // The middle of a bucket may exceed the longest call.
    return value === null || longest === null ? value : Math.min(value, longest)
  }
  const [coldStarts, prewarmedStarts] = [sum('cold_starts'), sum('prewarmed_starts')]
  return {
    invocations: countOf(statuses, INVOCATION_STATUSES),
    errors: countOf(statuses, FAILURE_STATUSES),
    throttled: statuses.throttled,
    coldStarts,
    prewarmedStarts,
    startMs: { mean: mean(sum('start_sum_ms'), coldStarts + prewarmedStarts), max: max('start_max_ms') },
    statuses,
    durationMs: { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: longest },
    concurrency: max('concurrency') ?? 0,
    instances: max('instances') ?? 0,
    memoryMb: max('memory_mb'),
    peakMemoryMb: max('peak_memory_mb'),
    cpuMs: mean(sum('cpu_ms'), sum('cpu_calls')),
    bytesIn: sum('bytes_in'),
    bytesOut: sum('bytes_out'),
    tasks: max('tasks') ?? 0,
    queueMs: max('queue_max_ms'),
    cost,
  }
}

/** The calls of a step that are paid for. */
export function callsOf(row: StepRow): number {
  const counts = row as Record<string, number>
  return PAID.reduce((total, status) => total + counts[columnOf(status)]!, 0)
}

const PAID = INVOCATION_STATUSES.filter((status) => !REFUSED_STATUSES.includes(status))

function countOf(statuses: Totals['statuses'], counted: readonly InvocationStatus[]): number {
  return counted.reduce((total, status) => total + statuses[status], 0)
}
