import type { OutcomeShape } from '../../ui/StatusMark.tsx'

/** One time step. A series without a value in it is null. */
export interface ChartRow {
  at: number
  [series: string]: number | null
}

export interface ChartSeries {
  key: string
  label: string
  color: string
  kind: 'bar' | 'line' | 'area'
  /** Of a line: a pattern of the stroke, so that lines differ without their colours too. */
  dash?: string | undefined
  /** Of an outcome: the shape it has on every page. */
  shape?: OutcomeShape | undefined
}
