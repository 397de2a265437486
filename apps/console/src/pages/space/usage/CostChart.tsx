import type { Statement } from '@alcove/contract'
import { daysOf } from '../../../api/month.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { money, shortMoney } from '../../../components/money.ts'
import { PlotGrid } from './PlotGrid.tsx'
import { roundUp } from './roundUp.ts'

interface CostChartProps {
  statement: Statement
  /** null: there is none. */
  budget: number | null
}

/** What the month came to after each day, where it leads, and the budget. */
export function CostChart({ statement, budget }: CostChartProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { days, forecast, month, currency } = statement
  const length = daysOf(month).length
  const said = (amount: number) => money(language, amount, currency!)
  const short = (amount: number) => shortMoney(language, amount, currency!)
  const max = roundUp(Math.max(days.at(-1)?.total ?? 0, forecast?.high ?? 0, budget ?? 0))
  const x = (day: number) => (day / length) * 100
  const y = (amount: number) => (1 - amount / max) * 100
  const now = { day: days.length, total: days.at(-1)?.total ?? 0 }
  const line = [[0, 0], ...days.map(({ total }, day) => [day + 1, total])]
  const points = (of: readonly (readonly number[])[]) => of.map(([day, total]) => `${x(day!)},${y(total!)}`).join(' ')
  const summary = forecast
    ? t('usage.chartForecast', { now: said(now.total), low: said(forecast.low), high: said(forecast.high) })
    : t('usage.chartNow', { now: said(now.total) })
  return (
    <PlotGrid max={max} format={short} feet={[1, Math.ceil(length / 2), length]}>
      <svg
        role="img"
        aria-label={summary}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="absolute inset-0 size-full overflow-visible"
      >
        {forecast && (
          <>
            <polygon
              points={points([
                [now.day, now.total],
                [length, forecast.high],
                [length, forecast.low],
              ])}
              fill="var(--s1)"
              opacity=".18"
            />
            <polyline
              points={points([
                [now.day, now.total],
                [length, forecast.cost],
              ])}
              fill="none"
              stroke="var(--s1)"
              strokeWidth="1.5"
              strokeDasharray="4 3"
              vectorEffect="non-scaling-stroke"
            />
          </>
        )}
        <polyline
          points={points(line)}
          fill="none"
          stroke="var(--s1)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
        {budget !== null && (
          <line
            x1="0"
            x2="100"
            y1={y(budget)}
            y2={y(budget)}
            stroke="var(--warning)"
            strokeDasharray="4 3"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      {budget !== null && (
        <span
          className="absolute left-1 -translate-y-full text-micro text-warning"
          style={{ top: `max(14px, ${y(budget)}%)` }}
        >
          {t('usage.budgetLine', { amount: short(budget) })}
        </span>
      )}
    </PlotGrid>
  )
}
