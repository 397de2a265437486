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
  dashed?: boolean
}
