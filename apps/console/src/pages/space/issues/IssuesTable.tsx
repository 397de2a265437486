import type { Issue } from '@alcove/contract'
import { RotateCcw } from 'lucide-react'
import { useSort } from '../../../components/useSort.ts'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { HourBars } from './HourBars.tsx'
import { versionsText } from './versionsText.ts'

interface IssuesTableProps {
  issues: readonly Issue[]
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(id: string): void
}

export function IssuesTable({ issues, selected, tight, onOpen }: IssuesTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const columns: Column<Issue>[] = [
    {
      id: 'issue',
      value: ({ type, message }) => `${type}: ${message}`,
      header: t('issues.issue'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: (issue) => (
        <span className="grid min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Marker shape="cross" color="var(--o-functionError)" />
            <span className="cut font-name">
              {issue.message === '' && issue.type === 'Error'
                ? t('issues.other')
                : saidFailure(`${issue.type}: ${issue.message}`)}
            </span>
          </span>
          <span className="cut pl-[18px] text-sm text-fg-2">
            <span className="font-name">{issue.function}</span>{' '}
            <span className="mono">{versionsText(issue.versions, t('issues.draft'))}</span> {issue.triggers.join(', ')}
            {issue.status === 'open' && issue.reopenedAt !== null && (
              <span className="ml-2 inline-flex items-center gap-1 text-warning">
                <RotateCcw size={11} />
                {t('issues.back')}
              </span>
            )}
          </span>
        </span>
      ),
    },
    ...(tight
      ? []
      : [
          {
            id: 'hours',
            header: t('issues.hours'),
            optional: true,
            cell: ({ hours }: Issue) => <HourBars hours={hours} />,
          },
        ]),
    {
      id: 'calls',
      value: ({ count }) => count,
      header: t('issues.calls'),
      numeric: true,
      narrow: 'trail',
      cell: ({ count }) => <b className="font-name">{format.number(count)}</b>,
    },
    {
      id: 'callers',
      value: ({ callers }) => callers,
      header: t('issues.callers'),
      numeric: true,
      cell: ({ callers }) => `${callers}${callers === 100 ? '+' : ''}`,
    },
    {
      id: 'seen',
      value: ({ lastSeen }) => lastSeen,
      largestFirst: true,
      header: t('issues.seen'),
      narrow: 'sub',
      cell: ({ firstSeen, lastSeen }) => (
        <span className="grid text-sm whitespace-nowrap">
          <Time at={lastSeen} />
          <Time at={firstSeen} className="text-fg-3" />
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('shell.issues')}
      rows={issues}
      rowKey={({ id }) => id}
      sort={sort}
      selectedKey={selected ?? null}
      onOpen={({ id }) => onOpen(id)}
      columns={columns}
      height={44}
    />
  )
}
