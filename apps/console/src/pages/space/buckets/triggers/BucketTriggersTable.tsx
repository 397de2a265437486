import type { TriggerOfBucket } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from '../../../../i18n/index.ts'
import { paths } from '../../../../navigation/paths.ts'
import type { Pages } from '../../../../ui/LoadMore.tsx'
import { Table } from '../../../../ui/Table.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { Time } from '../../../../ui/Time.tsx'
import { TwoLines } from '../../../../ui/TwoLines.tsx'

interface BucketTriggersTableProps {
  space: string
  triggers: readonly TriggerOfBucket[]
  pages: Pages
}

export function BucketTriggersTable({ space, triggers, pages }: BucketTriggersTableProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Table
      label={t('buckets.tabs.triggers')}
      rows={triggers}
      pages={pages}
      height={44}
      rowKey={({ id }) => id}
      onOpen={({ function: fn, name }) => void navigate(paths.triggers(space, fn, { trigger: name }))}
      columns={[
        {
          id: 'name',
          header: t('triggers.trigger'),
          width: '40%',
          className: 'wide:max-w-0',
          narrow: 'lead',
          cell: ({ name, function: fn, enabled }) => (
            <TwoLines note={name} tag={!enabled && <Tag tone="warning">{t('buckets.pausedTrigger')}</Tag>}>
              {fn}
            </TwoLines>
          ),
        },
        {
          id: 'keys',
          header: t('buckets.firesFor'),
          width: '60%',
          className: 'wide:max-w-0',
          narrow: 'sub',
          cell: ({ config: { prefix, suffix, events } }) => (
            <span className="cut block">
              <span className="mono">{`${prefix}*${suffix}`}</span>{' '}
              <span className="text-fg-2">{events.map((event) => t(`triggers.objectEvent.${event}`)).join(', ')}</span>
            </span>
          ),
        },
        {
          id: 'calls',
          header: t('buckets.callsWhat'),
          optional: true,
          className: 'max-w-44',
          cell: ({ qualifier }) => (
            <Tag mono shrinks>
              {qualifier}
            </Tag>
          ),
        },
        {
          id: 'last',
          header: t('buckets.lastFired'),
          align: 'right',
          narrow: 'trail',
          cell: ({ lastFiredAt }) =>
            lastFiredAt === null ? (
              <span className="text-fg-3">{t('buckets.neverFired')}</span>
            ) : (
              <Time at={lastFiredAt} className="text-fg-2" />
            ),
        },
      ]}
    />
  )
}
