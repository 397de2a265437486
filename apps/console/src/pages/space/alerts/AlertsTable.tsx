import type { Alert } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { LOOK, shownStateOf } from './stateLook.ts'
import { useRuleWords } from './useRuleWords.ts'
import { WeekStrip } from './WeekStrip.tsx'

interface AlertsTableProps {
  alerts: readonly Alert[]
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(name: string): void
}

export function AlertsTable({ alerts, selected, tight, onOpen }: AlertsTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const words = useRuleWords()
  const columns: Column<Alert>[] = [
    {
      id: 'rule',
      value: ({ name }) => name,
      header: t('alerts.rule'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: (alert) => (
        <span className="grid min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Marker {...LOOK[shownStateOf(alert)]} />
            <span className="cut font-name">{alert.name}</span>
          </span>
          <span className="cut pl-[18px] text-sm text-fg-2">
            {words.subject(alert.condition)} {words.threshold(alert)}
          </span>
        </span>
      ),
    },
    ...(tight
      ? []
      : [
          { id: 'week', header: t('alerts.week'), optional: true, cell: (alert: Alert) => <WeekStrip alert={alert} /> },
        ]),
    {
      id: 'now',
      header: t('alerts.now'),
      numeric: true,
      cell: (alert) => (
        <span className={alert.state === 'firing' ? 'font-name text-danger' : ''}>
          {words.value(alert.condition, alert.value)}
        </span>
      ),
    },
    {
      id: 'state',
      value: ({ since }) => since,
      largestFirst: true,
      header: t('alerts.stateSince'),
      align: 'right',
      narrow: 'trail',
      cell: (alert) => {
        const state = shownStateOf(alert)
        return (
          <span className="grid justify-items-end whitespace-nowrap">
            <span className={LOOK[state].text}>{t(`alerts.states.${state}`)}</span>
            <Time at={alert.since} className="text-sm text-fg-3" />
          </span>
        )
      },
    },
  ]
  return (
    <Table
      label={t('shell.alerts')}
      rows={alerts}
      rowKey={({ name }) => name}
      sort={sort}
      selectedKey={selected ?? null}
      onOpen={({ name }) => onOpen(name)}
      columns={columns}
      height={44}
    />
  )
}
