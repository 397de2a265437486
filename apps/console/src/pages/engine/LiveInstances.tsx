import type { Instance } from '@alcove/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { liveInstancesQuery } from '../../api/instances.ts'
import { InstanceState } from '../../components/instances/InstanceState.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { useSort } from '../../components/useSort.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { InSpace } from '../../ui/InSpace.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'

/** Running instances that the user may see. */
export function LiveInstances() {
  const { t } = useTranslation()
  const query = useWholeList(liveInstancesQuery, useSort('instances').by !== undefined)
  return (
    <Section
      title={t('engine.instances')}
      note={query.data && <span className="num">{`${query.data.length}${query.hasNextPage ? '+' : ''}`}</span>}
      className="[&>div:first-child]:border-b [&>div:first-child]:border-line"
    >
      <Loaded query={query}>
        {(instances) =>
          instances.length === 0 ? (
            <p className="px-gutter py-8 text-center text-fg-2">{t('engine.noInstances')}</p>
          ) : (
            <InstanceTable instances={instances} pages={query} />
          )
        }
      </Loaded>
    </Section>
  )
}

function InstanceTable({ instances, pages }: { instances: readonly Instance[]; pages: Pages }) {
  const { t } = useTranslation()
  const sort = useSort('instances')
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<Instance>[] = [
    {
      id: 'function',
      value: (instance) => instance.function,
      header: t('functions.function'),
      narrow: 'lead',
      width: '99%',
      className: 'wide:max-w-0 wide:min-w-32',
      cell: (instance) => (
        <InSpace space={instance.space}>
          <Link {...paths.function(instance.space, instance.function)} className="cut font-name hover:underline">
            {instance.function}
          </Link>
        </InSpace>
      ),
    },
    {
      id: 'state',
      value: ({ state }) => state,
      header: t('common.state'),
      narrow: 'trail',
      cell: (instance) => <InstanceState instance={instance} />,
    },
    {
      id: 'version',
      header: t('instances.version'),
      cell: ({ version }) => (
        <span className="mono">{version === null ? t('instances.draftOrOld') : `v${version}`}</span>
      ),
    },
    {
      id: 'runtime',
      value: ({ runtime }) => runtime,
      header: t('engine.runtime'),
      optional: true,
      cell: (instance) => <span className="mono text-fg-2">{instance.runtime}</span>,
    },
    {
      id: 'start',
      header: t('instances.start'),
      optional: true,
      cell: ({ start }) => <span className="text-fg-2">{start ? t(`fn.start.${start}`) : '–'}</span>,
    },
    {
      id: 'invocations',
      value: ({ invocations }) => invocations,
      header: t('functions.invocations'),
      numeric: true,
      cell: (instance) => format.number(instance.invocations),
    },
    {
      id: 'memory',
      value: ({ peakMemoryMb }) => peakMemoryMb,
      header: t('engine.peakOfMb'),
      numeric: true,
      cell: ({ peakMemoryMb, memoryMb }) => (
        <>
          {peakMemoryMb === null ? '–' : format.number(peakMemoryMb)}
          <span className="text-fg-3"> / {format.number(memoryMb)}</span>
        </>
      ),
    },
    {
      id: 'used',
      value: ({ lastUsedAt, startedAt }) => lastUsedAt ?? startedAt,
      largestFirst: true,
      header: t('engine.lastUsed'),
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
      sort={sort}
      pages={pages}
      onOpen={({ space, function: fn, id }) => void navigate(paths.instances(space, fn, { id }))}
    />
  )
}
