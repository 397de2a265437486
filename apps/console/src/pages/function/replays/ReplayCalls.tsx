import type { ReplayCall } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Marker, StatusMark } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { MARKS } from './verdicts.ts'

interface ReplayCallsProps {
  calls: readonly ReplayCall[]
  open: string | undefined
  onOpen(id: string): void
  /** Shows all calls again. */
  onAll(): void
}

export function ReplayCalls({ calls, open, onOpen, onAll }: ReplayCallsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns: Column<ReplayCall>[] = [
    {
      id: 'verdict',
      header: t('fn.replay.differences'),
      narrow: 'lead',
      cell: ({ verdict }) => (
        <span className="inline-flex items-center gap-2">
          <Marker {...MARKS[verdict]} />
          {t(`fn.replay.verdict.${verdict}`)}
        </span>
      ),
    },
    {
      id: 'recorded',
      header: t('fn.replay.recorded'),
      narrow: 'subtrail',
      cell: ({ recorded }) => (
        <span className="num">
          <StatusMark status={recorded.status}>{format.clock(recorded.startedAt)}</StatusMark>
        </span>
      ),
    },
    {
      id: 'what',
      header: t('fn.replay.call'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'sub',
      cell: ({ recorded, reason, diffs }) => (
        <div className="cut text-fg-2">
          {(reason && said(reason)) ?? (diffs.length > 0 ? diffs.map(({ path }) => path).join(', ') : recorded.summary)}
        </div>
      ),
    },
    {
      id: 'before',
      header: 'ms',
      numeric: true,
      cell: ({ recorded }) => format.ms(recorded.durationMs),
    },
    {
      id: 'now',
      header: t('fn.replay.replayed'),
      numeric: true,
      narrow: 'trail',
      cell: ({ replayed }) => (replayed ? format.ms(replayed.durationMs) : '–'),
    },
  ]
  if (calls.length === 0) {
    return (
      <EmptyState
        title={t('fn.replay.noMatch')}
        action={<Button onClick={onAll}>{t('fn.replay.everything')}</Button>}
      />
    )
  }
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table
        label={t('shell.invocations')}
        columns={columns}
        rows={calls}
        rowKey={({ recorded }) => recorded.invocation}
        selectedKey={open ?? null}
        height={32}
        onOpen={({ recorded }) => onOpen(recorded.invocation)}
      />
    </div>
  )
}
