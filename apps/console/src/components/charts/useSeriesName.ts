import type { MetricSplit } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'

/** How the series of a split are called. */
export function useSeriesName(split: MetricSplit | undefined): (key: string) => string {
  const { t } = useTranslation()
  return (key) => {
    if (key === '') return t('fn.metrics.unnamed')
    if (key === 'draft') return t('fn.versions.draft')
    return split === 'version' ? `v${key}` : key
  }
}
