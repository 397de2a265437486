import type { AlertCondition, PutAlert } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

/** Which unit the values of a condition have. */
export function unitOf(condition: AlertCondition): '' | '%' | 'ms' | 's' {
  if (condition.type === 'quota' || condition.type === 'budget') return '%'
  if (condition.type !== 'metric') return ''
  if (condition.metric === 'errorRate') return '%'
  if (condition.metric === 'queueAge') return 's'
  return /^(p\d|max)/.test(condition.metric) ? 'ms' : ''
}

/** Rules and their values in words. */
export function useRuleWords() {
  const { t } = useTranslation()
  const format = useFormat()
  const number = (value: number) =>
    Number.isInteger(value) || value >= 100 ? format.number(value) : String(Math.round(value * 100) / 100)
  return {
    value: (condition: AlertCondition, value: number | null) =>
      value === null ? t('alerts.states.noData') : `${number(value)}${unitOf(condition) && ` ${unitOf(condition)}`}`,
    subject(condition: AlertCondition): string {
      const of = 'function' in condition && condition.function !== undefined ? condition.function : null
      const what =
        condition.type === 'metric'
          ? t(`alerts.metrics.${condition.metric}`)
          : condition.type === 'logs'
            ? t('alerts.linesThat', { query: condition.query })
            : condition.type === 'quota'
              ? t('alerts.shareOf', { limit: condition.limit })
              : t(`alerts.kinds.${condition.type}`)
      return of === null ? what : t('alerts.whatOf', { what, function: of })
    },
    threshold({ condition, comparison, threshold, forMinutes }: PutAlert): string {
      const unit = unitOf(condition)
      const at = t(`alerts.${comparison}Value`, { value: `${number(threshold)}${unit && ` ${unit}`}` })
      return forMinutes === 0 ? at : t('alerts.forSome', { at, minutes: forMinutes })
    },
  }
}
