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
  /** Degrees of the stripes of a bar, which differs from its neighbours also without its colour. */
  stripes?: number | undefined
  /** The shape that an outcome has on every page. */
  shape?: OutcomeShape | undefined
}
