import type { Alert } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useNow } from '../../../ui/Time.tsx'

const WEEK_MS = 7 * 86_400_000
const WIDTH = 144
const HEIGHT = 16
/** A short firing is still seen. */
const LEAST = 1.5

/** The states of the last seven days: firing is high, silenced an outline, pending low, no data a gap. */
export function WeekStrip({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const now = useNow()
  const x = (time: number) => Math.max(0, ((time - now + WEEK_MS) / WEEK_MS) * WIDTH)
  const spans = alert.week.map((change, index) => {
    const next = alert.week[index + 1]
    const [from, to] = [x(Date.parse(change.at)), x(next ? Date.parse(next.at) : now)]
    return { ...change, from, width: Math.max(LEAST, to - from), over: next !== undefined }
  })
  const firings = spans.filter(({ state }) => state === 'firing').length
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={t('alerts.firedInWeek', { count: firings })}>
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT / 2}
        y2={HEIGHT / 2}
        stroke="var(--s1)"
        strokeOpacity={0.45}
        strokeWidth={1.5}
      />
      {spans.map(({ at, state, silenced, from, width, over }) => {
        if (state === 'ok') return null
        if (state === 'noData')
          return (
            <line
              key={at}
              x1={from}
              x2={from + width}
              y1={HEIGHT / 2}
              y2={HEIGHT / 2}
              stroke="var(--bg)"
              strokeWidth={3}
              strokeDasharray="3 3"
            />
          )
        const high = state === 'firing'
        return (
          <rect
            key={at}
            x={from}
            y={high ? 1 : HEIGHT / 2 - 2}
            width={width}
            height={high ? HEIGHT - 2 : 4}
            fill={silenced ? 'none' : high ? 'var(--danger)' : 'var(--warning)'}
            fillOpacity={over && high ? 0.55 : 1}
            stroke={silenced ? 'var(--danger)' : 'none'}
          />
        )
      })}
    </svg>
  )
}
