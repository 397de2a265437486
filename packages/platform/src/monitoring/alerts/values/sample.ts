import type { AlertCondition } from '@alcove/contract'
import { add, percentile, type Histogram } from '../../../records/metrics/histogram.ts'
import type { AlertValue } from '../next-state.ts'

/** What happened in one minute, as far as a condition asks for it. */
export interface Sample {
  /** Milliseconds since the epoch. */
  minute: number
  /** Calls that ran, and those of them that failed. */
  calls: number
  errors: number
  throttled: number
  /** Refused calls included. */
  invocations: number
  concurrency: number
  maxMs: number | null
  durations: Histogram
  /** Lines, issues or missed ticks. */
  count: number
}

export function emptySample(minute: number): Sample {
  return {
    minute,
    calls: 0,
    errors: 0,
    throttled: 0,
    invocations: 0,
    concurrency: 0,
    maxMs: null,
    durations: new Map(),
    count: 0,
  }
}

/** The value of a condition over the minutes of its window. Nothing happened: counts are 0, what is measured has no value. */
export function valueOf(condition: AlertCondition, window: readonly Sample[], minimumCalls: number): AlertValue {
  const sum = (pick: (sample: Sample) => number) => window.reduce((total, sample) => total + pick(sample), 0)
  if (condition.type !== 'metric') return { value: sum(({ count }) => count), enough: true }
  const calls = sum((sample) => sample.calls)
  const measured = (value: number | null): AlertValue => ({ value, enough: calls >= minimumCalls })
  switch (condition.metric) {
    case 'errors':
    case 'throttled':
    case 'invocations': {
      const { metric } = condition
      return { value: sum((sample) => sample[metric]), enough: true }
    }
    case 'errorRate':
      return measured(calls === 0 ? null : (100 * sum(({ errors }) => errors)) / calls)
    case 'p50':
    case 'p95':
    case 'p99':
      return measured(percentile(merged(window), Number(condition.metric.slice(1)) / 100))
    case 'maxDuration':
      return measured(
        window.reduce<number | null>((top, { maxMs }) => (maxMs === null ? top : Math.max(top ?? 0, maxMs)), null),
      )
    case 'concurrency':
      return { value: window.reduce((top, sample) => Math.max(top, sample.concurrency), 0), enough: true }
    case 'queueAge':
    case 'deadLetters':
      throw new Error(`${condition.metric} has no past: read it at present`)
  }
}

function merged(window: readonly Sample[]): Histogram {
  const all: Histogram = new Map()
  for (const { durations } of window) for (const [bucket, count] of durations) add(all, bucket, count)
  return all
}
