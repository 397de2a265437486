import type { Metrics } from '@alcove/contract'
import { useMemo } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { useNarrow } from '../../ui/useNarrow.ts'
import { releaseMarks } from './releaseMarks.ts'
import { chartRows, rowTicks, withEarlier, withSeries } from './rows.ts'

/** The metrics of an earlier range of the same length, or of another version. */
export interface Before {
  metrics: Metrics
  shiftMs: number
  label: string
}

/** What dragging over a chart, and a click on it, do. */
export interface ChooseTime {
  onWindow(window: [from: number, to: number]): void
  onStep(window: [from: number, to: number]): void
}

/** What all charts of one answer share: rows, axis, marks of what changed, time formats. */
export function useChartData(metrics: Metrics, before?: Before) {
  const { t } = useTranslation()
  const format = useFormat()
  const narrow = useNarrow()
  const long = Date.parse(metrics.to) - Date.parse(metrics.from) > 2 * 86_400_000
  return useMemo(() => {
    const rows = withSeries(chartRows(metrics.points), metrics.series)
    const stepMs = metrics.stepSeconds * 1000
    const from = rows[0]?.at ?? Date.parse(metrics.from)
    const to = (rows.at(-1)?.at ?? Date.parse(metrics.to)) + stepMs
    const changes = metrics.changes.map(({ at, kind }) => ({
      at: Date.parse(at),
      label: t(`fn.metrics.change.${kind}`),
    }))
    return {
      rows: before ? withEarlier(rows, chartRows(before.metrics.points), before.shiftMs) : rows,
      releases: [...releaseMarks(metrics.releases, t), ...changes].filter(({ at }) => at >= from && at <= to),
      from,
      to,
      stepMs,
      ticks: rowTicks(rows, narrow ? 4 : 8),
      formatTime: long ? format.shortDay : format.minute,
      formatMoment: (at: number) => (long ? format.dateTime(at) : `${format.minute(at)}–${format.minute(at + stepMs)}`),
    }
  }, [metrics, before, narrow, long, format, t])
}
