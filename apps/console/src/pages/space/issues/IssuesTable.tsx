import type { Issue } from '@alcove/contract'
import { clsx } from 'clsx'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { meQuery } from '../../../api/session.ts'
import { SelectBox } from '../../../components/selection/SelectBox.tsx'
import type { Selection } from '../../../components/selection/useSelection.ts'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Sorting } from '../../../ui/table/sortRows.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Avatar } from '../../../ui/Avatar.tsx'
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
  const me = useQuery(meQuery).data?.email
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
              <span className={clsx('cut', issue.attention && 'font-name')}>{titleOf(issue)}</span>
              {issue.attention && (
                <Tag tone={issue.attention === 'new' ? 'danger' : 'warning'}>
                  {t(`issues.attention.${issue.attention}`)}
                </Tag>
              )}
            </span>
            <span className="cut pl-[18px] text-sm text-fg-2">
              <span className="font-name">{issue.function}</span>{' '}
              <span className="mono">{versionsText(issue.versions, t('issues.draft'))}</span>{' '}
              {issue.triggers.join(', ')}
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
      narrow: 'end',
      cell: ({ count, attention }) => <span className={clsx(attention && 'font-heading')}>{format.number(count)}</span>,
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
      narrow: 'middle',
      cell: ({ firstSeen, lastSeen }) => (
        <span className="grid text-sm whitespace-nowrap">
          <Time at={lastSeen} />
          <Time at={firstSeen} className="text-fg-3" />
        </span>
      ),
    },
    {
      id: 'assignee',
      header: t('issues.assignee'),
      optional: true,
      cell: ({ assignee }) =>
        assignee !== null && (
          <span role="img" aria-label={assignee} title={assignee}>
            <Avatar name={assignee} me={assignee === me} />
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
