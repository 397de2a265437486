/** One step of time; a series without a value there is null. */
export interface ChartRow {
  at: number
  [series: string]: number | null
}

export interface ChartSeries {
  key: string
  label: string
  color: string
  kind: 'bar' | 'line' | 'area'
}
