import type { Statement, Usage } from '@alcove/contract'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { MetricStrip, type Metric } from '../../../ui/MetricStrip.tsx'
import { fine, money, shortMoney } from '../../../components/money.ts'

interface UsageStripProps {
  usage: Usage
  /** The usage of the month before. */
  before: Usage | undefined
  statement: Statement | undefined
  /** The budget of the month that is shown. */
  budget: number | null
  /** Only a month has a free tier and a forecast. */
  wholeMonth: boolean
}

/** The cost of the month so far, and its forecast; or what another stretch of time cost. */
export function UsageStrip({ usage, before, statement, budget, wholeMonth }: UsageStripProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { total, currency } = usage
  const paid = (amount: number) => shortMoney(language, amount, currency!)
  const whole = (amount: number) => <span title={money(language, amount, currency!)}>{paid(amount)}</span>
  const calls = format.compact(total.calls)
  const units = (amount: number) =>
    amount < 100 ? { value: fine(language, amount), unit: '' } : format.compact(amount)
  const gbSeconds = units(total.gbSeconds)
  const was = (text: string | undefined) => text !== undefined && t('usage.was', { amount: text })
  const previous = before?.total
  const textOf = ({ value, unit }: { value: string; unit: string }) => [value, unit].filter(Boolean).join(' ')
  return (
    <MetricStrip
      label={t('shell.usage')}
      metrics={[
        costMetric(),
        ...(wholeMonth ? [forecastMetric()] : []),
        {
          key: 'calls',
          label: t('shell.invocations'),
          value: calls.value,
          unit: calls.unit,
          note: was(previous && textOf(format.compact(previous.calls))),
        },
        {
          key: 'gbSeconds',
          label: 'GB-s',
          value: gbSeconds.value,
          unit: gbSeconds.unit,
          note: was(previous && textOf(units(previous.gbSeconds))),
        },
        {
          key: 'egress',
          label: t('usage.answered'),
          value: format.bytes(total.bytesOut),
          note: was(previous && format.bytes(previous.bytesOut)),
        },
      ]}
    />
  )

  function costMetric(): Metric {
    if (!wholeMonth && total.cost !== null) {
      return { key: 'cost', label: t('usage.cost'), value: whole(total.cost), note: t('usage.beforeFreeTier') }
    }
    const label = t(statement?.final === true ? 'usage.cost' : 'usage.costSoFar')
    if (currency === null || !statement) {
      return { key: 'cost', label, value: '–', note: currency === null && t('usage.noPrices') }
    }
    const cost = statement.total ?? 0
    const metric = { key: 'cost', label, value: whole(cost) }
    if (budget === null) return { ...metric, note: t('usage.withFreeTier') }
    const share = cost / budget
    const note = t('usage.ofBudget', { percent: format.number(Math.floor(share * 100)), budget: paid(budget) })
    return { ...metric, note, tone: share >= 0.8 ? 'warning' : 'quiet' }
  }

  function forecastMetric(): Metric {
    const metric = { key: 'forecast', label: t('usage.forecast') }
    const forecast = statement?.forecast
    if (!forecast || currency === null) {
      const note = statement?.final === false && currency !== null && t('usage.threeDays')
      return { ...metric, value: '–', note }
    }
    const range = t('usage.range', { low: paid(forecast.low), high: paid(forecast.high) })
    const passes = budget !== null && forecast.cost > budget
    return {
      ...metric,
      value: whole(forecast.cost),
      note: passes ? t('usage.passesBudget', { range }) : range,
      tone: passes ? 'warning' : 'quiet',
    }
  }
}
