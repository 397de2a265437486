import type { Route } from '@alcove/contract'
import { useTranslation, type Translate } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { RouteSort } from '../../../navigation/search.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { BarSpark } from '../../../ui/Sparkline.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { RoutePath } from './RoutePath.tsx'

interface RoutesTableProps {
  routes: readonly Route[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  sort: RouteSort | undefined
  onSort(sort: RouteSort | undefined): void
  onOpen(name: string): void
}

export function RoutesTable({ routes, pages, selected, tight, sort, onSort, onOpen }: RoutesTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const sorting = (column: RouteSort) => ({
    direction: sort === column ? (column === 'path' ? ('ascending' as const) : ('descending' as const)) : null,
    onToggle: () => onSort(sort === column ? undefined : column),
  })
  const wide: Column<Route>[] = [
    {
      id: 'auth',
      header: t('gateway.auth'),
      optional: true,
      cell: ({ auth }) => <span className="text-fg-2">{t(`fn.triggers.authName.${auth}`)}</span>,
    },
    {
      id: 'limit',
      header: t('gateway.limit'),
      optional: true,
      numeric: true,
      cell: ({ limits }) => <span className="text-fg-2">{limitText(t, limits.perKey ?? limits.perAddress)}</span>,
    },
    {
      id: 'day',
      header: t('gateway.day'),
      optional: true,
      indent: true,
      cell: ({ last24h }) => (
        <BarSpark invocations={last24h.hours} failures={last24h.errorHours} width={72} bars={24} />
      ),
    },
  ]
  const columns: Column<Route>[] = [
    {
      id: 'method',
      header: t('gateway.method'),
      width: 76,
      cell: ({ method }) => <span className="mono text-sm text-fg-2">{method}</span>,
    },
    {
      id: 'path',
      header: t('gateway.path'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      sort: sorting('path'),
      cell: ({ method, path, enabled }) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="mono hidden text-sm text-fg-2 narrow:inline">{method}</span>
          <RoutePath path={path} />
          {!enabled && <Tag>{t('gateway.off')}</Tag>}
        </span>
      ),
    },
    {
      id: 'answers',
      header: t('gateway.answers'),
      narrow: 'sub',
      className: 'max-w-60',
      cell: (route) => <span className="cut block">{answerText(t, route)}</span>,
    },
    ...(tight ? [] : wide),
    {
      id: 'calls',
      header: t('gateway.calls'),
      numeric: true,
      narrow: 'trail',
      sort: sorting('calls'),
      cell: ({ last24h }) => format.number(last24h.calls),
    },
    {
      id: 'errors',
      header: t('gateway.errorShare'),
      numeric: true,
      narrow: 'subtrail',
      sort: sorting('errors'),
      cell: ({ last24h: { calls, errors } }) => (
        <span className={errors > 0 ? 'font-name text-danger' : 'text-fg-3'}>
          {calls === 0 ? '–' : ((100 * errors) / calls).toFixed(2)}
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('gateway.routes')}
      columns={columns}
      rows={routes}
      rowKey={({ name }) => name}
      pages={pages}
      selectedKey={selected ?? null}
      onOpen={({ name }) => onOpen(name)}
    />
  )
}

function answerText(t: Translate, { function: fn, qualifier, redirect, answer }: Route): string {
  if (fn !== undefined) return `${fn}:${qualifier}`
  if (redirect) return t('gateway.redirectsTo', redirect)
  return answer ? t('gateway.fixed', { status: answer.status }) : t('gateway.nothing')
}

const UNITS: Readonly<Record<number, 'second' | 'minute' | 'hour'>> = { 1: 'second', 60: 'minute', 3600: 'hour' }

function limitText(t: Translate, limit: Route['limits']['perKey']): string {
  if (!limit) return '–'
  const { requests: count, seconds } = limit
  return t(`gateway.per.${UNITS[seconds] ?? 'other'}`, { count, seconds })
}
