import type { Route } from '@alcove/contract'
import { CountLink } from '../../../components/CountLink.tsx'
import { useSort } from '../../../components/useSort.ts'
import { useTranslation, type Translate } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { BarSpark } from '../../../ui/Sparkline.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { limitText } from './limit-text.ts'
import { RoutePath } from './RoutePath.tsx'

interface RoutesTableProps {
  space: string
  routes: readonly Route[]
  pages: Pages
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  onOpen(name: string): void
}

export function RoutesTable({ space, routes, pages, selected, tight, onOpen }: RoutesTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const sort = useSort()
  const wide: Column<Route>[] = [
    {
      id: 'auth',
      value: ({ auth }) => auth,
      header: t('gateway.auth'),
      optional: true,
      cell: ({ auth }) => <span className="text-fg-2">{t(`fn.triggers.authName.${auth}`)}</span>,
    },
    {
      id: 'limit',
      header: t('gateway.limit'),
      optional: true,
      numeric: true,
      cell: ({ limits: { perKey, perAddress } }) => {
        const limit = perKey ?? perAddress
        return <span className="text-fg-2">{limit ? limitText(t, limit) : '–'}</span>
      },
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
      value: ({ method }) => method,
      header: t('gateway.method'),
      width: 76,
      cell: ({ method }) => <span className="mono text-sm text-fg-2">{method}</span>,
    },
    {
      id: 'path',
      value: ({ path }) => path,
      header: t('gateway.path'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
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
      value: (route) => answerText(t, route),
      header: t('gateway.answers'),
      narrow: 'sub',
      className: 'max-w-60',
      cell: (route) => <span className="cut block">{answerText(t, route)}</span>,
    },
    ...(tight ? [] : wide),
    {
      id: 'calls',
      value: ({ last24h }) => last24h.calls,
      header: t('gateway.calls'),
      numeric: true,
      narrow: 'trail',
      cell: ({ name, last24h }) => (
        <CountLink to={paths.spaceInvocations(space, { range: '24h', q: `trigger:gateway triggerName:${name}` })}>
          {format.number(last24h.calls)}
        </CountLink>
      ),
    },
    {
      id: 'errors',
      value: ({ last24h }) => (last24h.calls === 0 ? null : last24h.errors / last24h.calls),
      header: t('gateway.errorShare'),
      numeric: true,
      narrow: 'subtrail',
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
      sort={sort}
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
