import type { Budget, BudgetReached } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { budgetQuery } from '../../../../api/budgets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { usePermission } from '../../../../components/usePermission.ts'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { said } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { type Column, Table } from '../../../../ui/Table.tsx'
import { money } from '../../../../components/money.ts'
import { BudgetDialog } from './BudgetDialog.tsx'

/** The budget of the space, and the percentages reported this month. */
export function BudgetSection({ space }: { space: string }) {
  const { t } = useTranslation()
  const query = useQuery(budgetQuery(space))
  const reason = usePermission(space)('quotas:write')
  const [editing, setEditing] = useState(false)
  return (
    <Section
      ruled
      title={t('usage.budget.title')}
      note={t('usage.budget.note')}
      actions={
        query.data && (
          <Button size="sm" disabledReason={reason} onClick={() => setEditing(true)}>
            {t(query.data.amount === null ? 'usage.budget.set' : 'usage.budget.edit')}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows rows={1} />}>
        {(budget) => (
          <>
            <Summary budget={budget} />
            {budget.reached.length > 0 && <Reached reached={budget.reached} />}
            {editing && <BudgetDialog space={space} budget={budget} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Summary({ budget: { amount, warnAt, webhook, currency, cost } }: { budget: Budget }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (amount === null) return <p className="px-gutter pb-4 text-fg-2">{t('usage.budget.none')}</p>
  if (currency === null) return <p className="px-gutter pb-4 text-warning">{t('usage.budget.noPrices')}</p>
  const paid = (sum: number) => money(language, sum, currency)
  return (
    <p className="num px-gutter pb-3 text-fg-2">
      {t('usage.budget.summary', { cost: paid(cost), amount: paid(amount) })}{' '}
      {t(webhook === null ? 'usage.budget.toldByEvent' : 'usage.budget.toldByWebhook', {
        percents: warnAt.map((percent) => `${percent}%`).join(t('shell.comma')),
        url: webhook?.url ?? '',
      })}
    </p>
  )
}

function Reached({ reached }: { reached: readonly BudgetReached[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const columns: Column<BudgetReached>[] = [
    {
      id: 'percent',
      header: t('usage.budget.reached'),
      narrow: 'lead',
      cell: ({ percent, amount, currency }) => (
        <span className="num font-name">
          {t('usage.budget.percentOf', { percent, amount: money(language, amount, currency) })}
        </span>
      ),
    },
    {
      id: 'cost',
      header: t('usage.cost'),
      numeric: true,
      narrow: 'trail',
      cell: ({ cost, currency }) => money(language, cost, currency),
    },
    { id: 'at', header: t('usage.budget.at'), narrow: 'sub', cell: ({ at }) => format.dateTime(at) },
    {
      id: 'webhook',
      header: t('usage.budget.webhook'),
      width: '40%',
      narrow: 'subtrail',
      cell: ({ webhook }) =>
        webhook === null ? (
          <span className="text-fg-3">{t('usage.budget.eventOnly')}</span>
        ) : (
          <span
            title={webhook.reason ? said(webhook.reason) : undefined}
            className={webhook.state === 'failed' ? 'cut block text-danger' : 'cut block text-fg-2'}
          >
            {t(`usage.budget.state.${webhook.state}`)}
            {webhook.state !== 'received' && webhook.reason !== null && `: ${said(webhook.reason)}`}
          </span>
        ),
    },
  ]
  return (
    <Table
      label={t('usage.budget.reachedList')}
      rows={reached}
      rowKey={({ percent }) => String(percent)}
      columns={columns}
    />
  )
}
