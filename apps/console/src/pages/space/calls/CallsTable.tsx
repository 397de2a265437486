import type { Invocation } from '@alcove/contract'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { StatusCell } from '../../function/invocations/StatusCell.tsx'

interface CallsTableProps {
  label: string
  calls: readonly Invocation[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(call: Invocation): void
}

/** Calls of all functions of a space. */
export function CallsTable({ label, calls, pages, selected, tight, onOpen }: CallsTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns: Column<Invocation>[] = [
    {
      id: 'time',
      header: t('fn.invocations.time'),
      narrow: 'subtrail',
      cell: ({ startedAt }) => (
        <time dateTime={startedAt} title={format.dateTime(startedAt)} className="num">
          {format.clock(startedAt)}
        </time>
      ),
    },
    {
      id: 'status',
      header: t('fn.invocations.status'),
      narrow: 'lead',
      cell: (call) => <StatusCell call={call} acrossFunctions />,
    },
    {
      id: 'function',
      header: t('traces.function'),
      className: 'wide:max-w-[30vw]',
      cell: ({ function: fn, version }) => (
        <span className="flex min-w-0 gap-1.5 whitespace-nowrap">
          <span title={fn} className="cut font-name">
            {fn}
          </span>
          <span className="mono text-fg-3">{version === null ? t('fn.versions.draft') : `v${version}`}</span>
        </span>
      ),
    },
    {
      id: 'duration',
      header: t('fn.invocations.durationMs'),
      numeric: true,
      narrow: 'trail',
      cell: ({ start, durationMs }) => (start === null ? '–' : format.ms(durationMs)),
    },
    ...(tight
      ? []
      : [
          {
            id: 'trigger',
            header: t('fn.invocations.trigger'),
            optional: true,
            cell: (call: Invocation) => (
              <span className="cut text-fg-2">
                {call.httpMethod
                  ? `${call.httpMethod} ${call.httpPath}`
                  : (call.triggerName ?? t(`fn.trigger.${call.trigger}`))}
              </span>
            ),
          },
        ]),
    {
      id: 'result',
      header: t('fn.invocations.result'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'sub',
      cell: ({ status, summary }) => (
        <div className={status === 'success' ? 'cut text-fg-2' : 'cut'}>{saidFailure(summary)}</div>
      ),
    },
  ]
  return (
    <Table
      label={label}
      columns={columns}
      rows={calls}
      rowKey={(call) => call.id}
      pages={pages}
      selectedKey={selected ?? null}
      height={32}
      onOpen={onOpen}
    />
  )
}
