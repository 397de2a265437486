import type { Sink } from '@alcove/contract'
import { serverNow } from '../../../clock.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

/** How many records are counted at most. */
const COUNTED = 100_000

/** Sinks and their values in words. */
export function useSinkWords() {
  const { t } = useTranslation()
  const format = useFormat()
  return {
    lag: ({ lagSeconds }: Pick<Sink, 'lagSeconds'>) =>
      lagSeconds === 0 ? t('sinks.noLag') : format.duration(lagSeconds * 1000),
    waiting({ cursors }: Sink): string {
      const count = format.number(cursors.reduce((sum, { waiting }) => sum + waiting, 0))
      return cursors.some(({ waiting }) => waiting >= COUNTED) ? t('sinks.atLeast', { count }) : count
    },
    /** How long until records go that wait. */
    left(keptUntil: string): string {
      const left = Date.parse(keptUntil) - serverNow()
      return left > 0 ? t('sinks.expiringShort', { left: format.duration(left) }) : t('sinks.losing')
    },
    datasets: ({ datasets }: Sink) => datasets.map((dataset) => t(`sinks.datasets.${dataset}`)).join(t('shell.comma')),
    /** "MySQL, reporting.example". */
    destination: ({ type, config }: Sink) =>
      `${t(`sinks.types.${type}`)}${t('shell.comma')}${String(config['bucket'] ?? config['host'] ?? hostOf(config['url']))}`,
  }
}

const hostOf = (url: unknown) => (typeof url === 'string' && URL.canParse(url) ? new URL(url).host : '')
