import type { ServiceEdge } from '@alcove/contract'
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

/** Which function calls which, as a tree from where calls come. */
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
        {({ edges }) =>
          edges.length === 0 ? (
            <p className="px-gutter pb-3 text-fg-2">{t('traces.noGraph')}</p>
          ) : (
            <GraphTable space={space} edges={edges} minutes={(end - start) / 60_000} />
          )
        }
      </Loaded>
    </Section>
  )
}

function GraphTable({ space, edges, minutes }: { space: string; edges: readonly ServiceEdge[]; minutes: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = useMemo(() => graphRows(edges), [edges])
  const columns: Column<GraphRow>[] = [
    {
      id: 'service',
      header: t('traces.service'),
      width: '99%',
      narrow: 'lead',
      cell: ({ depth, edge, again }) => (
        <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: depth * 16 }}>
          {depth > 0 && <CornerDownRight size={13} className="text-fg-3" />}
          <Link {...paths.function(space, edge.function)} className="link cut font-name">
            {edge.function}
          </Link>
          {depth === 0 && <span className="shrink-0 text-sm text-fg-3">{t(`fn.trigger.${edge.trigger}`)}</span>}
          {again && <span className="text-sm text-fg-3">{t('traces.again')}</span>}
        </span>
      ),
    },
    {
      id: 'rate',
      header: t('traces.perMinute'),
      numeric: true,
      cell: ({ edge }) => {
        const rate = edge.calls / minutes
        return rate < 10 ? rate.toFixed(rate < 0.1 ? 2 : 1) : format.number(rate)
      },
    },
    {
      id: 'errors',
      header: t('traces.errorShare'),
      numeric: true,
      cell: ({ edge }) => (
        <span className={edge.failures > 0 ? 'font-name text-danger' : 'text-fg-3'}>
          {format.percentShort(edge.failures / edge.calls)}
        </span>
      ),
    },
    {
      id: 'p95',
      header: t('traces.p95'),
      numeric: true,
      narrow: 'trail',
      cell: ({ edge }) => (edge.p95Ms === null ? '–' : format.duration(edge.p95Ms)),
    },
  ]
  return <Table label={t('traces.graph')} rows={rows} rowKey={({ key }) => key} columns={columns} height={32} />
}
