import type { Trigger } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Tooltip } from '../../../ui/Tooltip.tsx'
import { usePermission } from '../../../components/usePermission.ts'
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

/** What stays beside an open drawer, which shows the rest. */
const ESSENTIAL = new Set(['name', 'url', 'qualifier', 'enabled'])

export function TriggersTable({ space, fn, triggers, pages, selected, tight, onOpen }: TriggersTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = usePermission(space)('triggers:write')
  const state = useTriggerState(space, fn)
  const columns: Column<Trigger>[] = [
    {
      id: 'name',
      header: t('common.name'),
      narrow: 'lead',
      cell: ({ name, type }) => (
        <span className="flex items-center gap-2">
          <Tag mono>{type}</Tag>
          <span className="font-name">{name}</span>
        </span>
      ),
    },
    {
      id: 'url',
      header: 'URL',
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'sub',
      cell: ({ url }) => (
        <span className="flex items-center gap-1">
          <span className="mono cut text-fg-2">{url}</span>
          <CopyButton text={url} label={t('fn.triggers.copyUrl')} />
        </span>
      ),
    },
    {
      id: 'qualifier',
      header: t('fn.triggers.target'),
      cell: ({ qualifier }) => (
        <Tag mono tone={qualifier === 'draft' ? 'warning' : 'outline'}>
          {qualifier}
        </Tag>
      ),
    },
    {
      id: 'auth',
      header: t('fn.triggers.auth'),
      cell: ({ config }) => <span className="text-fg-2">{t(`fn.triggers.authName.${config.auth}`)}</span>,
    },
    {
      id: 'methods',
      header: t('fn.triggers.methods'),
      optional: true,
      cell: ({ config }) => (
        <span className="mono text-fg-2">{config.methods?.join(' ') ?? t('fn.triggers.anyMethod')}</span>
      ),
    },
    {
      id: 'calls',
      header: t('fn.versions.calls'),
      numeric: true,
      cell: ({ last24h }) => format.number(last24h.invocations),
    },
    {
      id: 'failures',
      header: t('fn.metrics.errors'),
      numeric: true,
      optional: true,
      cell: ({ last24h }) => (
        <span className={last24h.failures > 0 ? 'text-danger' : 'text-fg-3'}>{format.number(last24h.failures)}</span>
      ),
    },
    {
      id: 'last',
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
      selectedKey={selected ?? null}
      onOpen={(trigger) => onOpen(trigger.name)}
      columns={tight ? columns.filter(({ id }) => ESSENTIAL.has(id)) : columns}
    />
  )
}
