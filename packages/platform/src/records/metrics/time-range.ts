import { invalid, type MetricsQuery } from '@alcove/contract'

export interface TimeRange {
  /** A multiple of the step, so that the points of a chart stay in place when it reloads. */
  from: Date
  to: Date
  stepSeconds: number
  steps: number
}

const NICE_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400]
const DEFAULT_POINTS = 120
const MAX_POINTS = 1_500
const DEFAULT_RANGE_MS = 3 * 3600_000

/** @throws {AlcoveError} ValidationFailed if the range is empty or has too many points. */
export function timeRange(query: Pick<MetricsQuery, 'from' | 'to' | 'step'>, now: number): TimeRange {
  const to = query.to ? Date.parse(query.to) : now
  const start = query.from ? Date.parse(query.from) : to - DEFAULT_RANGE_MS
  if (start >= to) throw invalid('from', '`from` must lie before `to`')
  const seconds = (to - start) / 1000
  const stepSeconds = query.step ?? NICE_STEPS.find((step) => seconds / step <= DEFAULT_POINTS) ?? 86_400
  const stepMs = stepSeconds * 1000
  const from = Math.floor(start / stepMs) * stepMs
  const steps = Math.ceil((to - from) / stepMs)
  if (steps > MAX_POINTS) throw invalid('step', `At most ${MAX_POINTS} points: choose a longer step or a shorter range`)
  return { from: new Date(from), to: new Date(to), stepSeconds, steps }
}
