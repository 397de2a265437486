import type { BoardChart } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'

/** How a chart of a board is called: as its author says, or by its metric. */
export function useChartTitle(): (chart: BoardChart) => string {
  const { t } = useTranslation()
  return ({ title, metric }) => title || t(`fn.metrics.chart.${metric}`)
}
