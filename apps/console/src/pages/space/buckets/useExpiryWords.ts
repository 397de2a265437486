import type { ExpiryRule } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'

/** "raw/ after 30 days, everything after 400 days" */
export function useExpiryWords(): (rules: readonly ExpiryRule[]) => string {
  const { t } = useTranslation()
  return (rules) =>
    rules
      .map(({ prefix, days }) => t('buckets.expiryRule', { prefix: prefix || t('buckets.everything'), count: days }))
      .join(', ')
}
