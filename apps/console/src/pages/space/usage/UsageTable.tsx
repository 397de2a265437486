import type { Statement, Usage, UsageRow } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useSort } from '../../../components/useSort.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { colorsOf, OTHER } from './colors.ts'
import { fine, money } from '../../../components/money.ts'

/** A change from which on it is worth a look. */
const NOTABLE = 0.5

interface UsageTableProps {
  /** By function. */
  usage: Usage
  /** The usage of the month before; undefined when it is unknown, or no month is shown. */
  before: Usage | undefined
  statement: Statement | undefined
  space: string
}

type Row = Pick<UsageRow, 'key'> &
  Partial<UsageRow> & { kind: 'function' | 'storage' | 'free' | 'total'; was?: number | null | undefined }

/** Who spends it: the functions of the space, the most expensive first, and what else is on the statement. */
export function UsageTable({ usage, before, statement, space }: UsageTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const language = useLanguage()
  const { currency } = usage
  const paid = (amount: number | null | undefined) =>
    amount == null || currency === null ? '' : money(language, amount, currency)
  if (usage.items.length === 0) return <EmptyState title={t('usage.nothing')}>{t('usage.nothingHint')}</EmptyState>
  const colors = colorsOf(usage)
  const count = (amount: number | undefined) => (amount === undefined ? '' : format.number(amount))
  const columns: Column<Row>[] = [
    {
      id: 'function',
      value: ({ key, kind }) => (kind === 'function' ? key : null),
      header: t('usage.function'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: ({ key, kind }) =>
        kind === 'function' ? (
          <span className="flex min-w-0 items-center gap-2.5">
            <i aria-hidden className="size-2 shrink-0 rounded-[2px]" style={{ background: colors.get(key) ?? OTHER }} />
            <Link {...paths.configuration(space, key)} className="cut block font-name hover:underline">
              {key}
            </Link>
          </span>
        ) : (
          <span className={kind === 'total' ? 'font-heading' : 'text-fg-2'}>{t(`usage.row.${kind}`)}</span>
        ),
    },
    {
      id: 'calls',
      value: ofFunction(({ calls }) => calls),
      header: t('shell.invocations'),
      numeric: true,
      narrow: 'sub',
      className: 'narrow:text-left!',
      cell: ({ calls }) => count(calls),
    },
    {
      id: 'mean',
      value: ofFunction(({ billedMs, calls }) => billedMs! / Math.max(1, calls!)),
      header: t('usage.meanMs'),
      numeric: true,
      optional: true,
      cell: ({ kind, billedMs, calls }) => kind === 'function' && format.ms(billedMs! / Math.max(1, calls!)),
    },
    {
      id: 'memory',
      value: ofFunction(({ mbMs, billedMs }) => (billedMs! > 0 ? mbMs! / billedMs! : null)),
      header: 'MB',
      numeric: true,
      optional: true,
      cell: ({ kind, billedMs, mbMs }) => kind === 'function' && billedMs! > 0 && format.number(mbMs! / billedMs!),
    },
    {
      id: 'gbSeconds',
      value: ofFunction(({ gbSeconds }) => gbSeconds),
      header: 'GB-s',
      numeric: true,
      cell: ({ gbSeconds }) => gbSeconds !== undefined && fine(language, gbSeconds),
    },
    {
      id: 'cost',
      value: ofFunction(({ cost }) => cost),
      header: t('usage.cost'),
      numeric: true,
      narrow: 'trail',
      cell: ({ cost }) => <span className="font-name">{paid(cost) || '–'}</span>,
    },
    {
      id: 'perMillion',
      value: ofFunction(({ costPerMillion }) => costPerMillion),
      header: t('usage.perMillion'),
      numeric: true,
      optional: true,
      cell: ({ costPerMillion }) => paid(costPerMillion ?? null),
    },
    {
      id: 'was',
      header: t('usage.againstBefore'),
      numeric: true,
      optional: true,
      cell: ({ cost, gbSeconds, was }) => (
        <Change now={(currency === null ? gbSeconds : cost) ?? null} was={was ?? null} />
      ),
    },
  ]
  return (
    <Table
      label={t('shell.functions')}
      rows={rowsOf()}
      rowKey={({ key, kind }) => `${kind} ${key}`}
      sort={sort}
      columns={before === undefined ? columns.filter(({ id }) => id !== 'was') : columns}
    />
  )

  function rowsOf(): Row[] {
    const costOf = (kind: string) => statement?.lines.find((line) => line.kind === kind)?.cost ?? 0
    const sizeOf = (row: { cost: number | null; gbSeconds: number } | undefined) =>
      currency === null ? row?.gbSeconds : row?.cost
    const rows: Row[] = usage.items.map((item) => ({
      ...item,
      kind: 'function',
      was: sizeOf(before?.items.find(({ key }) => key === item.key)),
    }))
    const storage = costOf('storage')
    const free = costOf('freeCalls') + costOf('freeCompute')
    if (storage !== 0) rows.push({ key: '', kind: 'storage', cost: storage })
    if (free !== 0) rows.push({ key: '', kind: 'free', cost: free })
    const { calls, gbSeconds } = usage.total
    rows.push({ key: '', kind: 'total', calls, gbSeconds, cost: statement?.total ?? usage.total.cost })
    return rows
  }
}

/** Sorts the functions only: storage and the total stay at the end. */
const ofFunction =
  (value: (row: Row) => number | null | undefined) =>
  (row: Row): number | null | undefined =>
    row.kind === 'function' ? value(row) : null

/** In percent, against the month before. */
function Change({ now, was }: { now: number | null; was: number | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (now === null || was === null) return null
  if (was === 0) return now > 0 && <span className="text-fg-3">{t('usage.new')}</span>
  const change = now / was - 1
  const percent = Math.round(change * 100)
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : ''
  return (
    <span className={clsx(change >= NOTABLE ? 'font-name text-warning' : 'text-fg-2')}>
      {sign}
      {format.number(Math.abs(percent))}
    </span>
  )
}
