import type { ServiceGraph as Graph } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CornerDownRight } from 'lucide-react'
import { useMemo } from 'react'
import { serviceGraphQuery } from '../../../api/traces.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { useNow } from '../../../ui/Time.tsx'
import { graphRows, type GraphRow } from './graphRows.ts'

/** The longest that the API draws. */
const DAY = 86_400_000

interface ServiceGraphProps {
  space: string
  from: string
  /** Undefined: now. */
  to: string | undefined
}

/** Which function calls which and what they use, as a tree from where calls come. */
export function ServiceGraph({ space, from, to }: ServiceGraphProps) {
  const { t } = useTranslation()
  const minute = Math.floor(useNow() / 60_000) * 60_000
  // A range that ends now begins on a full minute: the present one counts too.
  const end = to === undefined ? minute + 60_000 : Date.parse(to)
  const start = Math.max(Date.parse(from), end - DAY)
  const query = useQuery(serviceGraphQuery(space, new Date(start).toISOString(), new Date(end).toISOString()))
  return (
    <Section title={t('traces.graph')}>
      <Loaded query={query}>
        {(graph) =>
          graph.edges.length === 0 ? (
            <p className="px-gutter pb-3 text-fg-2">{t('traces.noGraph')}</p>
          ) : (
            <GraphTable space={space} graph={graph} minutes={(end - start) / 60_000} />
          )
        }
      </Loaded>
    </Section>
  )
}

function GraphTable({ space, graph, minutes }: { space: string; graph: Graph; minutes: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = useMemo(() => graphRows(graph), [graph])
  const columns: Column<GraphRow>[] = [
    {
      id: 'service',
      header: t('traces.service'),
      width: '99%',
      narrow: 'lead',
      cell: ({ depth, to, again }) => (
        <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: depth * 16 }}>
          {depth > 0 && <CornerDownRight size={13} className="text-fg-3" />}
          <Service space={space} to={to} isEntry={depth === 0} />
          {again && <span className="text-sm text-fg-3">{t('traces.again')}</span>}
        </span>
      ),
    },
    {
      id: 'rate',
      header: t('traces.perMinute'),
      numeric: true,
      cell: ({ to }) => {
        const rate = to.calls / minutes
        return rate < 10 ? rate.toFixed(rate < 0.1 ? 2 : 1) : format.number(rate)
      },
    },
    {
      id: 'errors',
      header: t('traces.errorShare'),
      numeric: true,
      cell: ({ to }) => (
        <span className={to.failures > 0 ? 'font-name text-danger' : 'text-fg-3'}>
          {format.percentShort(to.failures / to.calls)}
        </span>
      ),
    },
    {
      id: 'p95',
      header: t('traces.p95'),
      numeric: true,
      narrow: 'trail',
      cell: ({ to }) => (to.p95Ms === null ? '–' : format.duration(to.p95Ms)),
    },
  ]
  return <Table label={t('traces.graph')} rows={rows} rowKey={({ key }) => key} columns={columns} height={32} />
}

function Service({ space, to, isEntry }: { space: string; to: GraphRow['to']; isEntry: boolean }) {
  const { t } = useTranslation()
  if ('function' in to) {
    return (
      <>
        <Link {...paths.function(space, to.function)} className="link cut font-name">
          {to.function}
        </Link>
        {isEntry && <span className="shrink-0 text-sm text-fg-3">{t(`fn.trigger.${to.trigger}`)}</span>}
      </>
    )
  }
  return (
    <>
      {to.kind === 'bucket' ? (
        <Link {...paths.buckets(space, { bucket: to.name })} className="link cut font-name">
          {to.name}
        </Link>
      ) : (
        <span className="cut font-name">{to.name}</span>
      )}
      <span className="shrink-0 text-sm text-fg-3">{t(`traces.reach.${to.kind}`)}</span>
    </>
  )
}
