import type { Issue } from '@alcove/contract'
import { RotateCcw } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { SelectBox } from '../../../components/selection/SelectBox.tsx'
import type { Selection } from '../../../components/selection/useSelection.ts'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Sorting } from '../../../ui/table/sortRows.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { HourBars } from './HourBars.tsx'
import { issueValues } from './sortIssues.ts'
import { versionsText } from './versionsText.ts'

interface IssuesTableProps {
  issues: readonly Issue[]
  /** How they are sorted. */
  sort: Sorting
  selection: Selection<Issue>
  open: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(id: string): void
  onKey(event: KeyboardEvent, issue: Issue): void
}

export function IssuesTable({ issues, sort, selection, open, tight, onOpen, onKey }: IssuesTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const titleOf = (issue: Issue) =>
    issue.message === '' && issue.type === 'Error' ? t('issues.other') : saidFailure(`${issue.type}: ${issue.message}`)
  const columns: Column<Issue>[] = [
    {
      id: 'issue',
      value: issueValues.issue,
      header: t('issues.issue'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: (issue) => (
        <span className="flex min-w-0 gap-2">
          <SelectBox selection={selection} of={issue.id} name={titleOf(issue)} />
          <span className="grid min-w-0">
            <span className="flex min-w-0 items-center gap-2">
              <Marker shape="cross" color="var(--o-functionError)" />
              <span className="cut font-name">{titleOf(issue)}</span>
            </span>
            <span className="cut pl-[18px] text-sm text-fg-2">
              <span className="font-name">{issue.function}</span>{' '}
              <span className="mono">{versionsText(issue.versions, t('issues.draft'))}</span>{' '}
              {issue.triggers.join(', ')}
              {issue.status === 'open' && issue.reopenedAt !== null && (
                <span className="ml-2 inline-flex items-center gap-1 text-warning">
                  <RotateCcw size={11} />
                  {t('issues.back')}
                </span>
              )}
            </span>
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
      value: issueValues.calls,
      header: t('issues.calls'),
      numeric: true,
      narrow: 'trail',
      cell: ({ count }) => <b className="font-name">{format.number(count)}</b>,
    },
    {
      id: 'callers',
      value: issueValues.callers,
      header: t('issues.callers'),
      numeric: true,
      cell: ({ callers }) => `${callers}${callers === 100 ? '+' : ''}`,
    },
    {
      id: 'seen',
      value: issueValues.seen,
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
      selectedKey={open ?? null}
      onOpen={({ id }) => onOpen(id)}
      onKey={onKey}
      columns={columns}
      height={44}
    />
  )
}
