import type { Metrics } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Table } from '../../../ui/Table.tsx'

/** The numbers of the charts as a table. Leaves out steps without calls. */
export function MetricsTable({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const ms = (value: number | null) => (value === null ? '–' : format.ms(value))
  return (
    <Table
      label={t('fn.metrics.table')}
      rows={metrics.points.filter(({ invocations }) => invocations > 0).toReversed()}
      rowKey={(point) => point.time}
      sort={sort}
      columns={[
        {
          id: 'time',
          value: ({ time }) => time,
          largestFirst: true,
          header: t('fn.invocations.time'),
          narrow: 'lead',
          cell: ({ time }) => <span className="num">{format.dateTime(time)}</span>,
        },
        {
          id: 'calls',
          value: ({ invocations }) => invocations,
          header: t('fn.metrics.invocations'),
          numeric: true,
          narrow: 'trail',
          cell: (point) => format.number(point.invocations),
        },
        {
          id: 'errors',
          value: ({ errors }) => errors,
          header: t('fn.metrics.errors'),
          numeric: true,
          narrow: 'subtrail',
          cell: ({ errors }) => (
            <span className={errors > 0 ? 'text-danger' : 'text-fg-3'}>{format.number(errors)}</span>
          ),
        },
        {
          id: 'throttled',
          value: ({ throttled }) => throttled,
          header: t('fn.metrics.throttled'),
          numeric: true,
          cell: (point) => format.number(point.throttled),
        },
        {
          id: 'p50',
          value: ({ durationMs }) => durationMs.p50,
          header: 'p50 ms',
          numeric: true,
          cell: ({ durationMs }) => ms(durationMs.p50),
        },
        {
          id: 'p95',
          value: ({ durationMs }) => durationMs.p95,
          header: 'p95 ms',
          numeric: true,
          narrow: 'sub',
          cell: ({ durationMs }) => ms(durationMs.p95),
        },
        {
          id: 'p99',
          value: ({ durationMs }) => durationMs.p99,
          header: 'p99 ms',
          numeric: true,
          cell: ({ durationMs }) => ms(durationMs.p99),
        },
        {
          id: 'cold',
          value: ({ coldStarts }) => coldStarts,
          header: t('fn.metrics.coldStarts'),
          numeric: true,
          optional: true,
          cell: (point) => format.number(point.coldStarts),
        },
        {
          id: 'concurrency',
          value: ({ concurrency }) => concurrency,
          header: t('fn.metrics.concurrency'),
          numeric: true,
          optional: true,
          cell: (point) => format.number(point.concurrency),
        },
        {
          id: 'memory',
          value: ({ peakMemoryMb }) => peakMemoryMb,
          header: 'MB',
          numeric: true,
          optional: true,
          cell: ({ peakMemoryMb }) => (peakMemoryMb === null ? '–' : format.number(peakMemoryMb)),
        },
      ]}
    />
  )
}
