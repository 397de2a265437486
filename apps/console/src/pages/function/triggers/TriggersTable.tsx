import { TRIGGER_TYPES, type Trigger } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { CountLink } from '../../../components/CountLink.tsx'
import { paths } from '../../../navigation/paths.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { BarSpark } from '../../../ui/Sparkline.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Tooltip } from '../../../ui/Tooltip.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { SuccessRate } from './SuccessRate.tsx'
import { NextTick } from './firings/NextTick.tsx'
import { viewOf } from './kinds/kinds.ts'
import { PauseReason } from './PauseReason.tsx'
import { useTriggerState } from './useTriggerState.ts'

interface TriggersTableProps {
  space: string
  fn: string
  triggers: readonly Trigger[]
  pages: Pages
  selected: string | undefined
  /** Room is short: the drawer is open. */
  tight: boolean
  onOpen(name: string): void
}

/** The columns that stay beside an open drawer, which shows the rest. */
const ESSENTIAL = new Set(['name', 'qualifier', 'next', 'enabled'])

/** The order of the table. */
export const byKind = (a: Trigger, b: Trigger) =>
  TRIGGER_TYPES.indexOf(a.type) - TRIGGER_TYPES.indexOf(b.type) || (a.name < b.name ? -1 : 1)

export function TriggersTable({ space, fn, triggers, pages, selected, tight, onOpen }: TriggersTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const reason = usePermission(space)('triggers:write')
  const state = useTriggerState(space, fn)
  const columns: Column<Trigger>[] = [
    {
      id: 'name',
      value: ({ name }) => name,
      header: t('triggers.trigger'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: (trigger) => <NameAndSource trigger={trigger} />,
    },
    {
      id: 'qualifier',
      value: ({ qualifier }) => qualifier,
      header: t('fn.triggers.target'),
      className: 'max-w-44',
      cell: ({ qualifier }) => (
        <Tag mono shrinks tone={qualifier === 'draft' ? 'warning' : 'outline'}>
          {qualifier}
        </Tag>
      ),
    },
    {
      id: 'day',
      header: t('functions.last24h'),
      optional: true,
      cell: ({ last24h }) => <BarSpark {...last24h.strip} width={96} />,
    },
    {
      id: 'calls',
      value: ({ last24h }) => last24h.invocations,
      header: t('fn.versions.calls'),
      numeric: true,
      cell: ({ name, last24h }) => (
        <CountLink to={paths.invocations(space, fn, { range: '24h', q: `triggerName:${name}` })}>
          {format.number(last24h.invocations)}
        </CountLink>
      ),
    },
    {
      id: 'skipped',
      value: ({ last24h }) => last24h.skipped,
      header: t('triggers.outcome.skipped'),
      numeric: true,
      optional: true,
      cell: ({ last24h }) => (
        <span className={last24h.skipped > 0 ? undefined : 'text-fg-3'}>{format.number(last24h.skipped)}</span>
      ),
    },
    {
      id: 'succeeded',
      value: ({ last24h: { succeeded, invocations } }) => (invocations === 0 ? null : succeeded / invocations),
      header: t('triggers.succeeded'),
      numeric: true,
      optional: true,
      cell: ({ last24h }) => <SuccessRate day={last24h} />,
    },
    {
      id: 'lag',
      value: ({ last24h }) => last24h.lagP95Ms,
      header: t('triggers.lag'),
      numeric: true,
      optional: true,
      cell: ({ last24h: { lagP95Ms } }) =>
        lagP95Ms === null ? <span className="text-fg-3">–</span> : format.duration(lagP95Ms),
    },
    {
      id: 'last',
      value: ({ lastFiredAt }) => lastFiredAt,
      largestFirst: true,
      header: t('fn.triggers.lastFired'),
      optional: true,
      cell: ({ lastFiredAt }) =>
        lastFiredAt ? (
          <Time at={lastFiredAt} className="text-sm text-fg-2" />
        ) : (
          <span className="text-sm text-fg-3">{t('common.never')}</span>
        ),
    },
    {
      id: 'next',
      value: (trigger) => (trigger.type === 'timer' ? trigger.state.nextFireAt : null),
      header: t('triggers.next'),
      cell: (trigger) =>
        trigger.type === 'timer' && trigger.state.nextFireAt ? (
          <NextTick at={trigger.state.nextFireAt} className="text-sm" />
        ) : (
          <span className="text-fg-3">–</span>
        ),
    },
    {
      id: 'enabled',
      header: t('fn.triggers.enabled'),
      narrow: 'trail',
      cell: (trigger) => (
        <Tooltip content={reason}>
          <span>
            <Switch
              checked={trigger.enabled}
              disabled={reason !== undefined || state.isPending}
              label={t('fn.triggers.toggle', { name: trigger.name })}
              onChange={(enabled) => state.mutate({ trigger, enabled })}
            />
          </span>
        </Tooltip>
      ),
    },
  ]
  return (
    <Table
      label={t('shell.triggers')}
      rows={triggers}
      pages={pages}
      rowKey={(trigger) => trigger.name}
      sort={sort}
      selectedKey={selected ?? null}
      onOpen={(trigger) => onOpen(trigger.name)}
      columns={columns.map((column) => ({ ...column, hidden: tight && !ESSENTIAL.has(column.id) }))}
      height={44}
    />
  )
}

function NameAndSource({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation()
  const { icon: Icon, Source } = viewOf(trigger.type)
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Icon size={15} className="shrink-0 text-fg-2" aria-label={t(`triggers.types.${trigger.type}`)} />
      <span className="grid min-w-0 flex-1">
        <span className="flex min-w-0 items-center gap-2">
          <span className="cut font-name">{trigger.name}</span>
          {!trigger.enabled && <Tag tone="warning">{t('fn.triggers.isPaused')}</Tag>}
        </span>
        <span className="flex min-w-0 text-sm text-fg-2">
          <PauseOr trigger={trigger}>
            <Source trigger={trigger} />
          </PauseOr>
        </span>
      </span>
    </span>
  )
}

/** A trigger that Alcove paused shows why, in place of what it listens to. */
function PauseOr({ trigger, children }: { trigger: Trigger; children: React.ReactNode }) {
  if (!trigger.pausedBy) return children
  return (
    <span className="cut text-warning">
      <PauseReason pausedBy={trigger.pausedBy} />
    </span>
  )
}
