import type { Invocation } from '@alcove/contract'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { DurationCell } from './DurationCell.tsx'
import { StatusCell } from './StatusCell.tsx'

/** The end of the scale of durations of several functions. */
const USUAL_TIMEOUT_SECONDS = 30

interface InvocationsTableProps {
  calls: readonly Invocation[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  acrossFunctions: boolean
  /** The timeout of the function, where the page is about only one. */
  timeoutSeconds: number | undefined
  /** The range is longer than a day, so times need their date. */
  dated: boolean
  /** Ids of the calls to run again; absent: none can be picked. */
  picked?: ReadonlySet<string> | undefined
  onPick?: ((id: string, picked: boolean) => void) | undefined
  onOpen(id: string): void
}

export function InvocationsTable({
  calls,
  pages,
  selected,
  tight,
  acrossFunctions,
  timeoutSeconds = USUAL_TIMEOUT_SECONDS,
  dated,
  picked,
  onPick,
  onOpen,
}: InvocationsTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns: Column<Invocation>[] = [
    ...(picked && onPick
      ? [
          {
            id: 'pick',
            header: '',
            optional: true,
            cell: ({ id, startedAt }: Invocation) => (
              <Checkbox checked={picked.has(id)} onChange={(next) => onPick(id, next)}>
                <span className="sr-only">{t('fn.replay.select', { time: format.clock(startedAt) })}</span>
              </Checkbox>
            ),
          },
        ]
      : []),
    {
      id: 'time',
      header: t('fn.invocations.time'),
      narrow: 'subtrail',
      cell: ({ startedAt }) => (
        <time dateTime={startedAt} className="num narrow:text-fg-2">
          {dated && <span className="text-fg-3">{format.shortDay(startedAt)} </span>}
          {format.clock(startedAt)}
          <span className="text-fg-3">.{String(new Date(startedAt).getMilliseconds()).padStart(3, '0')}</span>
        </time>
      ),
    },
    {
      id: 'status',
      header: t('fn.invocations.status'),
      narrow: 'lead',
      cell: (call) => <StatusCell call={call} acrossFunctions={acrossFunctions} />,
    },
    ...(acrossFunctions
      ? [
          {
            id: 'function',
            header: t('traces.function'),
            className: 'max-w-[13vw]',
            cell: ({ function: name }: Invocation) => (
              <span title={name} className="cut block font-name">
                {name}
              </span>
            ),
          },
        ]
      : []),
    {
      id: 'duration',
      header: t('fn.invocations.durationMs'),
      numeric: true,
      narrow: 'trail',
      cell: (call) => <DurationCell call={call} limitMs={timeoutSeconds * 1000} />,
    },
    {
      id: 'memory',
      header: 'MB',
      numeric: true,
      cell: ({ peakMemoryMb }) =>
        peakMemoryMb === null ? <span className="text-fg-3">–</span> : format.number(peakMemoryMb),
    },
    {
      id: 'version',
      header: t('fn.invocations.version'),
      cell: ({ version }) => <span className="mono">{version === null ? t('fn.versions.draft') : `v${version}`}</span>,
    },
    ...(tight
      ? []
      : [
          {
            id: 'trigger',
            header: t('fn.invocations.trigger'),
            optional: true,
            className: 'max-w-[10vw]',
            cell: (call: Invocation) => (
              <span className="cut block text-fg-2">{call.triggerName ?? t(`fn.trigger.${call.trigger}`)}</span>
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
      label={t('shell.invocations')}
      columns={columns}
      rows={calls}
      rowKey={(call) => call.id}
      pages={pages}
      selectedKey={selected ?? null}
      height={32}
      onOpen={(call) => onOpen(call.id)}
    />
  )
}
