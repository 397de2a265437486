import type { Metrics } from '@alcove/contract'
import { useMemo } from 'react'
import { useFormat } from '../../../i18n/useFormat.ts'
import { releaseMarks } from '../../../components/charts/releaseMarks.ts'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { chartRows, rowTicks } from './rows.ts'

/** What all charts of one answer share: rows, axis, releases, time formats. */
export function useChartData(metrics: Metrics) {
  const format = useFormat()
  const narrow = useNarrow()
  const long = Date.parse(metrics.to) - Date.parse(metrics.from) > 2 * 86_400_000
  return useMemo(() => {
    const rows = chartRows(metrics.points)
    const stepMs = metrics.stepSeconds * 1000
    return {
      rows,
      releases: releaseMarks(metrics.releases),
      from: rows[0]?.at ?? Date.parse(metrics.from),
      to: (rows.at(-1)?.at ?? Date.parse(metrics.to)) + stepMs,
      ticks: rowTicks(rows, narrow ? 4 : 8),
      formatTime: long ? format.shortDay : format.minute,
      formatMoment: (at: number) => (long ? format.dateTime(at) : `${format.minute(at)}–${format.minute(at + stepMs)}`),
    }
  }, [metrics, narrow, long, format])
}
