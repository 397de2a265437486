import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

const HEIGHT = 22

/** Calls per hour, the newest on the right. */
export function HourBars({ hours, wide = false }: { hours: readonly number[]; wide?: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const most = Math.max(...hours, 1)
  const total = hours.reduce((sum, count) => sum + count, 0)
  return (
    <svg
      role="img"
      aria-label={t('issues.sparkline', { count: format.number(total) })}
      viewBox={`0 0 ${hours.length * 4} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={wide ? 'h-14 w-full' : 'h-[22px] w-24'}
    >
      {hours.map((count, hour) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * HEIGHT)
        return (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- one bar an hour
            key={hour}
            x={hour * 4}
            y={HEIGHT - height}
            width="3"
            height={height}
            fill={count === 0 ? 'var(--bg-active)' : 'var(--o-functionError)'}
          />
        )
      })}
    </svg>
  )
}
