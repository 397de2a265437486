import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { budgetQuery } from '../../../api/budgets.ts'
import { daysOf, monthName, monthRange, shiftedMonth, thisMonth } from '../../../api/month.ts'
import { statementQuery, usageQuery } from '../../../api/usage.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { QuotaSection } from '../../../components/quota/QuotaSection.tsx'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import type { UsageRange } from '../../../navigation/search/space.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { BudgetSection } from './budget/BudgetSection.tsx'
import { colorsOf } from './colors.ts'
import { CostChart } from './CostChart.tsx'
import { DayBars } from './DayBars.tsx'
import { MonthActions } from './MonthActions.tsx'
import { RangeActions, RangeOf } from './RangeOf.tsx'
import { OpenSuspensions, Suspensions } from './Suspensions.tsx'
import { UsageStrip } from './UsageStrip.tsx'
import { UsageTable } from './UsageTable.tsx'
import { WhatIf } from './what-if/WhatIf.tsx'

const page = getRouteApi('/shell/s/$space/usage')

export default function UsageTab() {
  const navigate = page.useNavigate()
  const { month = thisMonth(), range } = page.useSearch()
  const showMonth = (next: string) => void navigate({ search: { month: next } })
  const showRange = (next: UsageRange) => void navigate({ search: { range: next } })
  return (
    <SpacePage
      actions={(space) =>
        range === undefined ? (
          <MonthActions space={space} month={month} onChange={showMonth} onRange={showRange} />
        ) : (
          <RangeActions space={space} range={range} onRange={showRange} />
        )
      }
    >
      {(space) =>
        range === undefined ? <MonthOf space={space} month={month} /> : <RangeOf space={space} range={range} />
      }
    </SpacePage>
  )
}

function MonthOf({ space, month }: { space: Space; month: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const usage = useQuery(usageQuery(space.name, monthRange(month), 'function'))
  const before = useQuery(usageQuery(space.name, monthRange(shiftedMonth(month, -1)), 'function'))
  const days = useQuery(usageQuery(space.name, monthRange(month), 'functionDay'))
  const statement = useQuery(statementQuery(space.name, month))
  const budget = useQuery(budgetQuery(space.name))
  const present = month === thisMonth()
  const amount = present ? (budget.data?.amount ?? null) : null
  return (
    <>
      <OpenSuspensions space={space.name} />
      <Loaded query={usage} skeleton={<SkeletonRows rows={2} />}>
        {(used) => (
          <UsageStrip usage={used} before={before.data} statement={statement.data} budget={amount} wholeMonth />
        )}
      </Loaded>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_348px] compact:grid-cols-1">
        <div className="min-w-0">
          <div className="grid grid-cols-2 divide-x divide-line narrow:grid-cols-1 narrow:divide-x-0 narrow:divide-y">
            {statement.data?.currency != null && (
              <Section title={t('usage.costAndForecast')} note={statement.data.forecast && t('usage.eightOfTen')}>
                <CostChart statement={statement.data} budget={amount} />
              </Section>
            )}
            <Section
              title={t(usage.data?.currency == null ? 'usage.perDay' : 'usage.costPerDay')}
              note={t('usage.byFunction')}
              className={statement.data?.currency == null ? 'col-span-full' : undefined}
            >
              <Loaded query={days} skeleton={<SkeletonRows rows={3} />}>
                {(used) => <DayBars usage={used} {...daysOfMonth(month)} colors={colorsOf(usage.data)} />}
              </Loaded>
            </Section>
          </div>
          <QuotaSection place={{ of: 'space', space: space.name }} />
          {present && <BudgetSection space={space.name} />}
          <Suspensions space={space.name} />
          <Section
            ruled
            title={t('shell.functions')}
            note={t('usage.functionsNote', { month: monthName(language, month) })}
          >
            <Loaded query={usage} skeleton={<SkeletonRows rows={3} />}>
              {(used) => <UsageTable usage={used} before={before.data} statement={statement.data} space={space.name} />}
            </Loaded>
          </Section>
        </div>
        <aside
          aria-label={t('usage.whatIf.title')}
          className="min-w-0 border-l border-line compact:border-t compact:border-l-0"
          style={{ '--gutter': '16px' }}
        >
          {usage.data && (
            <WhatIf
              key={month}
              space={space.name}
              month={month}
              usage={usage.data}
              statement={statement.data}
              budget={amount}
            />
          )}
        </aside>
      </div>
    </>
  )
}

function daysOfMonth(month: string) {
  const times = daysOf(month)
  return { times, feet: [1, Math.ceil(times.length / 2), times.length].map(String) }
}
