import type { MetricPoint } from '@alcove/contract'
import { OUTCOME } from '../../ui/StatusMark.tsx'
import type { ChartSeries } from './series.ts'

export type Look = Partial<Pick<ChartSeries, 'color' | 'shape' | 'stripes'>>

/** Failures in stacking order, from the axis down. */
export const FAILURES = ['error', 'timeout', 'memory', 'throttled'] as const
type ChartOutcome = 'success' | (typeof FAILURES)[number]

/** How many calls of a point ended so. */
export const COUNTS = {
  success: ({ statuses }) => statuses.success,
  error: ({ statuses }) => statuses.functionError + statuses.initError + statuses.protocolError + statuses.systemError,
  timeout: ({ statuses }) => statuses.timeout,
  memory: ({ statuses }) => statuses.outOfMemory,
  throttled: ({ statuses }) => statuses.throttled + statuses.rejected + statuses.cancelled,
} satisfies Record<ChartOutcome, (point: MetricPoint) => number>

/** How outcomes look in every chart. */
export const LOOKS = {
  success: { color: 'var(--bar)' },
  error: OUTCOME.functionError,
  timeout: { ...OUTCOME.timeout, stripes: 45 },
  memory: { ...OUTCOME.outOfMemory, stripes: 135 },
  throttled: { ...OUTCOME.throttled, stripes: 0 },
} satisfies Record<ChartOutcome, Look>

export const lookOf = (outcome: ChartOutcome): Pick<ChartSeries, 'kind' | 'color' | 'shape' | 'stripes'> => ({
  kind: 'bar',
  ...LOOKS[outcome],
})
