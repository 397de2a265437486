import type { Instance } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instancesQuery } from '../../api/engine.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../paths.ts'
import { Section } from '../../ui/Section.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time } from '../../ui/Time.tsx'

const tones = { starting: 'info', busy: 'accent', idle: 'outline', frozen: 'outline', stopping: 'warning' } as const

export function Instances() {
  const { t } = useTranslation()
  const query = useQuery(instancesQuery)
  return (
    <Section
      title={t('engine.instances')}
      note={query.data && <span className="num">{query.data.items.length}</span>}
      className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-gutter py-8 text-center text-fg-2">{t('engine.noInstances')}</p>
          ) : (
            <InstanceTable instances={items} />
          )
        }
      </Loaded>
    </Section>
  )
}

function InstanceTable({ instances }: { instances: readonly Instance[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<Instance>[] = [
    {
      id: 'function',
      header: t('functions.function'),
      narrow: 'lead',
      className: 'max-w-72',
      cell: (instance) => (
        <span className="flex min-w-0 items-baseline gap-2.5">
          <span className="cut font-name">{instance.function}</span>
          <span className="cut text-sm text-fg-3">{instance.space}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: t('common.state'),
      narrow: 'trail',
      cell: (instance) => <Tag tone={tones[instance.state]}>{t(`engine.${instance.state}`)}</Tag>,
    },
    {
      id: 'id',
      header: t('engine.instance'),
      optional: true,
      cell: (instance) => <span className="mono text-fg-2">{instance.id.slice(0, 12)}</span>,
    },
    {
      id: 'revision',
      header: t('engine.revision'),
      cell: (instance) => <span className="mono">{instance.revision.slice(0, 8)}</span>,
    },
    {
      id: 'runtime',
      header: t('engine.runtime'),
      optional: true,
      cell: (instance) => <span className="mono">{instance.runtime}</span>,
    },
    {
      id: 'invocations',
      header: t('functions.invocations'),
      numeric: true,
      cell: (instance) => format.number(instance.invocations),
    },
    { id: 'memory', header: 'MB', numeric: true, cell: (instance) => format.number(instance.memoryMb) },
    {
      id: 'used',
      header: t('keys.lastUsed'),
      align: 'right',
      className: 'text-fg-2',
      cell: (instance) => <Time at={instance.lastUsedAt ?? instance.startedAt} />,
    },
  ]
  return (
    <Table
      label={t('engine.instances')}
      columns={columns}
      rows={instances}
      rowKey={(instance) => instance.id}
      onOpen={(instance) => void navigate(paths.function(instance.space, instance.function))}
    />
  )
}
