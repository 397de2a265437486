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
  /** The stroke pattern of a line, so that lines differ without their colours. */
  dash?: string | undefined
  /** A bar with stripes, which differs from the one below also without its colour. */
  striped?: boolean | undefined
  /** The shape that an outcome has on every page. */
  shape?: OutcomeShape | undefined
}
