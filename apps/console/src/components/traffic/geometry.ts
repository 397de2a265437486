import type { Metrics } from '@alcove/contract'
import { failureTotal } from './outcomes.ts'
import { niceMax } from '../charts/ticks.ts'

export const LEFT = 40
const RIGHT = 4
/** Success stands on the base line, failures hang below it on a scale of their own. CSS pixels. */
export const TOP = 24
export const BASE = 126
export const BOTTOM = 185
export const HEIGHT = 210

export interface Geometry {
  width: number
  /** From one bar to the next, and the bar itself. */
  step: number
  bar: number
  maxSuccess: number
  maxFailures: number
  x: (index: number) => number
  timeX: (at: string | number) => number
  /** Heights, not positions. */
  success: (count: number) => number
  failures: (count: number) => number
  indexAt: (x: number) => number
}

export function geometryOf({ points, from, to }: Pick<Metrics, 'points' | 'from' | 'to'>, width: number): Geometry {
  const plot = Math.max(1, width - LEFT - RIGHT)
  const step = plot / Math.max(1, points.length)
  const start = Date.parse(points[0]?.time ?? from)
  const end = Date.parse(to)
  const maxSuccess = niceMax(Math.max(0, ...points.map((point) => point.statuses.success)))
  const maxFailures = niceMax(Math.max(0, ...points.map((point) => failureTotal(point.statuses))))
  return {
    width,
    step,
    bar: Math.max(1, step - (step > 5 ? 2 : 1)),
    maxSuccess,
    maxFailures,
    x: (index) => LEFT + index * step,
    timeX: (at) => LEFT + ((new Date(at).getTime() - start) / Math.max(1, end - start)) * plot,
    success: (count) => (count === 0 ? 0 : Math.max(1, (count / maxSuccess) * (BASE - TOP))),
    failures: (count) => (count === 0 ? 0 : Math.max(1.5, (count / maxFailures) * (BOTTOM - BASE - 1))),
    indexAt: (x) => Math.min(points.length - 1, Math.max(0, Math.floor((x - LEFT) / step))),
  }
}
