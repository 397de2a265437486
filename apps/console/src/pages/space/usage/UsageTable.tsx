import type { Usage, UsageRow } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { fine, money } from './money.ts'

/** Who spends it: the functions of the space, the most expensive first. */
export function UsageTable({ usage, space }: { usage: Usage; space: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { currency } = usage
  const paid = (amount: number | null) =>
    amount === null || currency === null ? '–' : money(language, amount, currency)
  if (usage.items.length === 0) return <EmptyState title={t('usage.nothing')}>{t('usage.nothingHint')}</EmptyState>
  const columns: Column<UsageRow>[] = [
    {
      id: 'function',
      header: t('usage.function'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'lead',
      cell: ({ key }) => (
        <Link {...paths.configuration(space, key)} className="cut block font-name hover:underline">
          {key}
        </Link>
      ),
    },
    {
      id: 'calls',
      header: t('shell.invocations'),
      numeric: true,
      narrow: 'sub',
      cell: (row) => format.number(row.calls),
    },
    {
      id: 'mean',
      header: t('usage.meanMs'),
      numeric: true,
      optional: true,
      cell: ({ billedMs, calls }) => format.ms(billedMs / Math.max(1, calls)),
    },
    { id: 'gbSeconds', header: 'GB-s', numeric: true, cell: (row) => fine(language, row.gbSeconds) },
    {
      id: 'cost',
      header: t('usage.cost'),
      numeric: true,
      narrow: 'trail',
      cell: ({ cost }) => <span className="font-name">{paid(cost)}</span>,
    },
    {
      id: 'perMillion',
      header: t('usage.perMillion'),
      numeric: true,
      optional: true,
      cell: ({ cost, calls }) => paid(cost === null || calls === 0 ? null : (cost / calls) * 1e6),
    },
  ]
  return <Table label={t('shell.functions')} rows={usage.items} rowKey={({ key }) => key} columns={columns} />
}
