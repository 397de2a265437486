import type { Statement, Usage } from '@alcove/contract'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { MetricStrip } from '../../../ui/MetricStrip.tsx'
import { fine, money } from './money.ts'

/** The cost of the month so far, and its forecast. */
export function UsageStrip({ usage, statement }: { usage: Usage; statement: Statement | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { total, currency } = usage
  const paid = (amount: number) => money(language, amount, currency!)
  const forecast = statement?.forecast
  const calls = format.compact(total.calls)
  const gbSeconds =
    total.gbSeconds < 100 ? { value: fine(language, total.gbSeconds), unit: '' } : format.compact(total.gbSeconds)
  return (
    <MetricStrip
      label={t('shell.usage')}
      metrics={[
        {
          key: 'cost',
          label: t(statement?.final === true ? 'usage.cost' : 'usage.costSoFar'),
          value: currency === null || !statement ? '–' : paid(statement.total ?? 0),
          note: currency === null ? t('usage.noPrices') : t('usage.withFreeTier'),
        },
        {
          key: 'forecast',
          label: t('usage.forecast'),
          value: forecast ? paid(forecast.cost) : '–',
          note: forecast
            ? t('usage.range', { low: paid(forecast.low), high: paid(forecast.high) })
            : statement?.final === false && currency !== null && t('usage.threeDays'),
        },
        { key: 'calls', label: t('shell.invocations'), value: calls.value, unit: calls.unit },
        { key: 'gbSeconds', label: 'GB-s', value: gbSeconds.value, unit: gbSeconds.unit },
        {
          key: 'egress',
          label: t('usage.answered'),
          value: format.bytes(total.bytesOut),
          note: t('usage.received', { bytes: format.bytes(total.bytesIn) }),
        },
      ]}
    />
  )
}
