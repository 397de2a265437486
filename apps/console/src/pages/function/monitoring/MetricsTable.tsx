import type { Metrics } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Table } from '../../../ui/Table.tsx'

/** The numbers of the charts as a table. Leaves out steps without calls. */
export function MetricsTable({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation()
  const format = useFormat()
  const ms = (value: number | null) => (value === null ? '–' : format.ms(value))
  return (
    <Table
      label={t('fn.metrics.table')}
      rows={metrics.points.filter(({ invocations }) => invocations > 0).toReversed()}
      rowKey={(point) => point.time}
      columns={[
        {
          id: 'time',
          header: t('fn.invocations.time'),
          narrow: 'lead',
          cell: ({ time }) => <span className="num">{format.dateTime(time)}</span>,
        },
        {
          id: 'calls',
          header: t('fn.metrics.invocations'),
          numeric: true,
          narrow: 'trail',
          cell: (point) => format.number(point.invocations),
        },
        {
          id: 'errors',
          header: t('fn.metrics.errors'),
          numeric: true,
          narrow: 'subtrail',
          cell: ({ errors }) => (
            <span className={errors > 0 ? 'text-danger' : 'text-fg-3'}>{format.number(errors)}</span>
          ),
        },
        {
          id: 'throttled',
          header: t('fn.metrics.throttled'),
          numeric: true,
          cell: (point) => format.number(point.throttled),
        },
        { id: 'p50', header: 'p50 ms', numeric: true, cell: ({ durationMs }) => ms(durationMs.p50) },
        { id: 'p95', header: 'p95 ms', numeric: true, narrow: 'sub', cell: ({ durationMs }) => ms(durationMs.p95) },
        { id: 'p99', header: 'p99 ms', numeric: true, cell: ({ durationMs }) => ms(durationMs.p99) },
        {
          id: 'cold',
          header: t('fn.metrics.coldStarts'),
          numeric: true,
          optional: true,
          cell: (point) => format.number(point.coldStarts),
        },
        {
          id: 'concurrency',
          header: t('fn.metrics.concurrency'),
          numeric: true,
          optional: true,
          cell: (point) => format.number(point.concurrency),
        },
        {
          id: 'memory',
          header: 'MB',
          numeric: true,
          optional: true,
          cell: ({ peakMemoryMb }) => (peakMemoryMb === null ? '–' : format.number(peakMemoryMb)),
        },
      ]}
    />
  )
}
